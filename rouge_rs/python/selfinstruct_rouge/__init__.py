"""Exact ROUGE-L of many candidates against a growing pool of references.

>>> from selfinstruct_rouge import References
>>> references = References(tokenizer="english")
>>> references.extend(["Write a haiku about rain.", "Sort these numbers."])
>>> references.best_above(["Write a haiku about the rain."], 0.7)
[(0, 0.9090909090909091)]
"""

from selfinstruct_rouge._rouge import References, Score, Verdict, kernel, kernels
from selfinstruct_rouge.scorer import RougeScorer

__all__ = ["References", "RougeScorer", "Score", "Verdict", "kernel", "kernels"]
