"""Blind pairwise judging of two models' answers: matched by task, judged by a model or a person, counted."""
