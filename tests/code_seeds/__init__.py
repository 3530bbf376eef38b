"""The answers of the code seeds are run here: one module of checks a language, a check a task, named as the task is.

`python -m code_seeds` runs them in a process of their own, so that an answer that hangs or meddles takes no test down with it.
"""
