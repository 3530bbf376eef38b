"""Curation beyond the original's rules: steps that each look at curated tasks, keep some, and tell why not the others."""
