"""English frames about spreadsheets, faulty code and error messages."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.en.kit import frame, output, phrases, rows
from selfinstruct_offline.en.vocab import EVENTS, PEOPLE, PURPOSES
from selfinstruct_offline.frames import Pair, Slots

# what it does | formula
_FORMULAS = rows("""
adds up column B | =SUM(B:B)
counts how often “paid” stands in column A | =COUNTIF(A:A,"paid")
adds up column C where column A says Travel | =SUMIF(A:A,"Travel",C:C)
gives the average of cells B2 to B20 | =AVERAGE(B2:B20)
joins the first name in A2 and the surname in B2 with a space | =A2&" "&B2
finds the largest value of column D | =MAX(D:D)
writes “late” if C2 is above 14, and nothing otherwise | =IF(C2>14,"late","")
counts the numbers in column B | =COUNT(B:B)
rounds the value of B2 to two decimals | =ROUND(B2,2)
shows the weekday of the date in A2 as a number | =WEEKDAY(A2)
takes the first three letters of A2 | =LEFT(A2,3)
gives the number of characters in A2 | =LEN(A2)
adds 19 percent to the price in B2 | =B2*1.19
gives the days between the dates in A2 and B2 | =B2-A2
removes needless spaces from A2 | =TRIM(A2)
writes the text of A2 in capitals | =UPPER(A2)
counts the rows where A is “paid” and B exceeds 50 | =COUNTIFS(A:A,"paid",B:B,">50")
shows the smallest value of column B above zero | =MINIFS(B:B,B:B,">0")
""")
_SHEETS = phrases("""
the accounts of a choir; a list of library fines; the rota of a night shift; a stock list of seeds; the results of a quiz
a travel budget; the members of a rowing club; a diary of bird sightings; the takings of a market stall; a table of recipes
the grades of an evening class; a log of delayed trains
""")
BUGS = {
    "def average(values):\n    return sum(values) / len(values) - 1": (
        "It subtracts 1 from the average.",
        "def average(values):\n    return sum(values) / len(values)",
    ),
    "def last(values):\n    return values[len(values)]": (
        "The last index is one less than the length.",
        "def last(values):\n    return values[len(values) - 1]",
    ),
    "def is_even(n):\n    return n % 2 == 1": ("It tests for odd numbers.", "def is_even(n):\n    return n % 2 == 0"),
    "def total(values):\n    result = 1\n    for value in values:\n        result += value\n    return result": (
        "The sum begins at 1 and not at 0.",
        "def total(values):\n    result = 0\n    for value in values:\n        result += value\n    return result",
    ),
    "def first_word(text):\n    return text.split()[1]": (
        "Index 1 is the second word.",
        "def first_word(text):\n    return text.split()[0]",
    ),
    "def to_minutes(hours, minutes):\n    return hours * 100 + minutes": (
        "An hour has 60 minutes and not 100.",
        "def to_minutes(hours, minutes):\n    return hours * 60 + minutes",
    ),
    "def largest(values):\n    best = 0\n    for value in values:\n        best = max(best, value)\n    return best": (
        "With negative numbers alone it returns 0, which is not among them.",
        "def largest(values):\n    best = values[0]\n    for value in values:\n        best = max(best, value)\n    return best",
    ),
    "def shout(text):\n    text.upper()": ("The result is not returned.", "def shout(text):\n    return text.upper()"),
    "def count_up(n):\n    return list(range(1, n))": (
        "The end of a range is left out, so n is missing.",
        "def count_up(n):\n    return list(range(1, n + 1))",
    ),
    "def perimeter(a, b):\n    return 2 * a + b": (
        "Only one of the two sides is doubled.",
        "def perimeter(a, b):\n    return 2 * (a + b)",
    ),
}
"""A faulty function -> what is wrong, and the function put right."""
# message | cure
_ERRORS = rows("""
NameError: name 'totl' is not defined | The name is misspelt or was never given a value; define it first, probably as “total”.
IndexError: list index out of range | The index is as large as the list or larger; the last element has the index len(items) - 1.
KeyError: 'price' | The dictionary has no such key; check the spelling or use get() with a default.
ZeroDivisionError: division by zero | The divisor is 0; test for it before dividing.
TypeError: can only concatenate str (not "int") to str | A number is added to text; convert it with str() first.
ValueError: invalid literal for int() with base 10: 'ten' | The text holds no digits; check it before calling int().
IndentationError: expected an indented block | The line after a colon is not indented; indent the body by four spaces.
AttributeError: 'NoneType' object has no attribute 'split' | The value is None; find out which call returned nothing.
ModuleNotFoundError: No module named 'numpy' | The package is not installed in this environment; install it with pip.
RecursionError: maximum recursion depth exceeded | The function calls itself without end; give it a case that stops.
UnboundLocalError: local variable 'count' referenced before assignment | The function assigns to count, so it is local; pass it in or set it first.
""")


def _formula(slots: Slots, _rng: Random) -> Pair:
    return output(_FORMULAS[slots["task"]][0])


def _in_words(_slots: Slots, rng: Random) -> Pair:
    task, (formula,) = rng.choice(list(_FORMULAS.items()))
    return Pair(formula, f"It {task}.")


def _bug(_slots: Slots, rng: Random) -> Pair:
    given, (fault, better) = rng.choice(list(BUGS.items()))
    return Pair(given, f"{fault}\n\n{better}")


def _error(_slots: Slots, rng: Random) -> Pair:
    given, (cure,) = rng.choice(list(_ERRORS.items()))
    return Pair(given, cure)


FRAMES = (
    frame(
        "spreadsheet",
        "Which spreadsheet formula {task}? {person:cap} keeps {sheet} and asks {purpose}.",
        _formula,
        task=_FORMULAS,
        person=PEOPLE,
        sheet=_SHEETS,
        purpose=PURPOSES,
    ),
    frame(
        "spreadsheet",
        "Say in plain words what the formula does that {person} found in {sheet}, {purpose}.",
        _in_words,
        person=PEOPLE,
        sheet=_SHEETS,
        purpose=PURPOSES,
    ),
    frame(
        "debugging",
        "{person:cap} wrote the Python function below for {event}, and it gives wrong results. Name the bug and mend it.",
        _bug,
        person=PEOPLE,
        event=EVENTS,
    ),
    frame(
        "debugging",
        "Tell {person} what this Python error means and how to get rid of it, {purpose}.",
        _error,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
)
