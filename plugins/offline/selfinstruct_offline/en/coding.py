"""English frames about code and notation: Python, SQL, regular expressions, number systems."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.en.kit import frame, output, phrases
from selfinstruct_offline.en.vocab import EVENTS, PEOPLE, PURPOSES, SOURCES
from selfinstruct_offline.frames import Pair, Slots

FUNCTIONS = {
    "counts the vowels in a string": ("text", 'return sum(c in "aeiou" for c in text.lower())', "'Banana'", "3"),
    "tells whether a word is a palindrome": ("word", "return word.lower() == word.lower()[::-1]", "'Level'", "True"),
    "returns the n-th Fibonacci number": (
        "n",
        "a, b = 0, 1\n    for _ in range(n):\n        a, b = b, a + b\n    return a",
        "10",
        "55",
    ),
    "removes duplicates from a list but keeps the order": (
        "items",
        "return list(dict.fromkeys(items))",
        "[3, 1, 3, 2]",
        "[3, 1, 2]",
    ),
    "flattens a list of lists by one level": ("rows", "return [x for row in rows for x in row]", "[[1], [2, 3]]", "[1, 2, 3]"),
    "finds the greatest common divisor of two integers": (
        "a, b",
        "while b:\n        a, b = b, a % b\n    return a",
        "84, 36",
        "12",
    ),
    "checks whether a number is prime": ("n", "return n > 1 and all(n % d for d in range(2, int(n**0.5) + 1))", "97", "True"),
    "adds up the digits of a positive integer": ("n", "return sum(int(d) for d in str(n))", "4096", "19"),
    "reverses the words of a sentence": (
        "text",
        'return " ".join(reversed(text.split()))',
        "'one two three'",
        "'three two one'",
    ),
    "converts Celsius to Fahrenheit": ("celsius", "return celsius * 9 / 5 + 32", "100", "212.0"),
    "computes the factorial of n": (
        "n",
        "result = 1\n    for k in range(2, n + 1):\n        result *= k\n    return result",
        "6",
        "720",
    ),
    "splits a list into chunks of a given size": (
        "items, size",
        "return [items[i : i + size] for i in range(0, len(items), size)]",
        "[1, 2, 3, 4, 5], 2",
        "[[1, 2], [3, 4], [5]]",
    ),
    "counts how often each word occurs in a text": (
        "text",
        "counts = {}\n    for word in text.split():\n        counts[word] = counts.get(word, 0) + 1\n    return counts",
        "'a b a'",
        "{'a': 2, 'b': 1}",
    ),
    "returns the second largest value of a list": ("values", "return sorted(set(values))[-2]", "[4, 9, 9, 7]", "7"),
    "tells whether two words are anagrams": (
        "a, b",
        "return sorted(a.lower()) == sorted(b.lower())",
        "'Listen', 'Silent'",
        "True",
    ),
    "swaps the keys and values of a dictionary": ("table", "return {v: k for k, v in table.items()}", "{'a': 1}", "{1: 'a'}"),
    "finds the longest word in a list of words": (
        "words",
        "return max(words, key=len)",
        "['fig', 'banana', 'kiwi']",
        "'banana'",
    ),
    "rotates a list one place to the left": ("items", "return items[1:] + items[:1]", "[1, 2, 3]", "[2, 3, 1]"),
    "says whether a year is a leap year": (
        "year",
        "return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)",
        "1900",
        "False",
    ),
    "multiplies all numbers of a list": (
        "values",
        "product = 1\n    for v in values:\n        product *= v\n    return product",
        "[2, 3, 7]",
        "42",
    ),
    "turns a title into lower case joined by hyphens": (
        "title",
        'return "-".join(title.lower().split())',
        "'A Cold Day'",
        "'a-cold-day'",
    ),
    "returns the running totals of a list": (
        "values",
        "totals = []\n    for v in values:\n        totals.append(v + (totals[-1] if totals else 0))\n    return totals",
        "[1, 2, 3]",
        "[1, 3, 6]",
    ),
    "clamps a number between two limits": ("x, low, high", "return max(low, min(x, high))", "15, 0, 10", "10"),
    "finds the index of the smallest element": ("values", "return values.index(min(values))", "[5, 2, 8]", "1"),
    "pads a number with zeros to five characters": ("n", "return str(n).zfill(5)", "42", "'00042'"),
    "returns the numbers common to two lists, sorted": (
        "a, b",
        "return sorted(set(a) & set(b))",
        "[1, 2, 3], [3, 2, 9]",
        "[2, 3]",
    ),
    "transposes a matrix given as a list of rows": (
        "rows",
        "return [list(col) for col in zip(*rows)]",
        "[[1, 2], [3, 4]]",
        "[[1, 3], [2, 4]]",
    ),
    "counts the days of a month in a common year": (
        "month",
        "return 28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31",
        "9",
        "30",
    ),
}
"""What a function does -> its parameters, its body, arguments to try and what they give."""
_PROJECTS = phrases("""
a script that tidies a choir's address book; the stock list of a seed merchant; a game played by two sisters on the train
an exercise sheet for evening students; the ticket desk of a puppet theatre; a weather station on a school roof
the ranking of a chess league; a tool that checks crossword answers; the bookkeeping of a hay farm; a robot that waters tomatoes
the timetable of a mountain railway; a quiz about capital cities; the members' area of a rowing club; a museum's visitor counter
an experiment with bird calls; the accounts of a student canteen; a bakery's order system; a puzzle page in the local paper
""")
_STYLES = phrases("""
with an example call below; without importing anything; as briefly as is readable; using plain Python only
and show one call with its result
with names that explain themselves; fit for a code review; that a beginner can follow; with a comment giving a sample result
""")
TABLES = {
    "members with the columns name, town and fee": ("members", "name", "town", "fee"),
    "orders with the columns customer, city and total": ("orders", "customer", "city", "total"),
    "books with the columns title, genre and pages": ("books", "title", "genre", "pages"),
    "boats with the columns label, harbour and length": ("boats", "label", "harbour", "length"),
    "plants with the columns species, bed and height": ("plants", "species", "bed", "height"),
    "films with the columns title, country and minutes": ("films", "title", "country", "minutes"),
    "teams with the columns club, league and points": ("teams", "club", "league", "points"),
    "rooms with the columns code, building and seats": ("rooms", "code", "building", "seats"),
    "dishes with the columns dish, menu and price": ("dishes", "dish", "menu", "price"),
    "trains with the columns line, depot and delay": ("trains", "line", "depot", "delay"),
    "cows with the columns tag, barn and yield": ("cows", "tag", "barn", "yield"),
    "songs with the columns song, album and seconds": ("songs", "song", "album", "seconds"),
}
_QUERIES = {
    "adds up the last column for each value of the second": "SELECT {b}, SUM({c}) FROM {t} GROUP BY {b};",
    "lists the five rows with the highest last column": "SELECT * FROM {t} ORDER BY {c} DESC LIMIT 5;",
    "counts the rows for every value of the second column": "SELECT {b}, COUNT(*) FROM {t} GROUP BY {b};",
    "shows the first column in alphabetical order": "SELECT {a} FROM {t} ORDER BY {a};",
    "finds rows whose last column is above its average": "SELECT * FROM {t} WHERE {c} > (SELECT AVG({c}) FROM {t});",
    "returns each different value of the second column once": "SELECT DISTINCT {b} FROM {t};",
    "selects the rows where the last column is missing": "SELECT * FROM {t} WHERE {c} IS NULL;",
    "deletes rows whose last column is zero": "DELETE FROM {t} WHERE {c} = 0;",
    "raises the last column of every row by ten percent": "UPDATE {t} SET {c} = {c} * 1.1;",
    "gives the largest and the smallest last column": "SELECT MAX({c}), MIN({c}) FROM {t};",
    "finds values of the first column that occur twice or more": "SELECT {a} FROM {t} GROUP BY {a} HAVING COUNT(*) > 1;",
    "picks the rows whose first column begins with an M": "SELECT * FROM {t} WHERE {a} LIKE 'M%';",
}
PATTERNS = {
    "a year from 1900 to 2099": (r"(19|20)\d{2}", "1987"),
    "a time of day such as 09:45": (r"([01]\d|2[0-3]):[0-5]\d", "09:45"),
    "a hexadecimal colour with six digits": (r"#[0-9A-Fa-f]{6}", "#12ab9F"),
    "a whole number with an optional minus sign": (r"-?\d+", "-42"),
    "a price in dollars with two decimals": (r"\$\d+\.\d{2}", "$19.90"),
    "a word that begins with a capital letter": (r"[A-Z][a-z]*", "Oslo"),
    "a date of the form 2024-05-31": (r"\d{4}-\d{2}-\d{2}", "2024-05-31"),
    "a licence plate of two letters and four digits": (r"[A-Z]{2} ?\d{4}", "KL 4821"),
    "a line that consists of blanks only": (r"\s*", "   "),
    "three identical letters in a row": (r"([a-z])\1\1", "aaa"),
    "a percentage from 0% to 100%": (r"(100|\d{1,2})%", "75%"),
    "a word ending in -ing": (r"[A-Za-z]+ing", "rowing"),
    "a postal code of five digits": (r"\d{5}", "80331"),
    "a user name of three to twelve letters": (r"[A-Za-z]{3,12}", "amara"),
    "a decimal number with a comma": (r"\d+,\d+", "3,14"),
    "a twelve-hour clock time with am or pm": (r"(1[0-2]|[1-9]):[0-5]\d [ap]m", "7:30 pm"),
}
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_NOTATIONS = phrases("Roman numerals; binary notation; hexadecimal digits; octal notation; the digits of base three")


def code(task: str) -> str:
    """The function that does the task, and a call with its result."""
    parameters, body, arguments, result = FUNCTIONS[task]
    return f"def solve({parameters}):\n    {body}\n\nprint(solve({arguments}))  # {result}"


def _function(slots: Slots, _rng: Random) -> Pair:
    return output(code(slots["task"]))


def _prints(_slots: Slots, rng: Random) -> Pair:
    parameters, body, arguments, result = rng.choice(list(FUNCTIONS.values()))
    return Pair(f"def f({parameters}):\n    {body}\n\nprint(repr(f({arguments})))", result)


def _purpose(_slots: Slots, rng: Random) -> Pair:
    task = rng.choice(list(FUNCTIONS))
    parameters, body = FUNCTIONS[task][:2]
    return Pair(f"def f({parameters}):\n    {body}", f"It {task}.")


def _query(slots: Slots, _rng: Random) -> Pair:
    t, a, b, c = TABLES[slots["table"]]
    return output(_QUERIES[slots["query"]].format(t=t, a=a, b=b, c=c))


def _pattern(slots: Slots, _rng: Random) -> Pair:
    regex, sample = PATTERNS[slots["wanted"]]
    return output(f"^{regex}$ matches, for example, “{sample}”.")


def roman(n: int) -> str:
    """The number, below 400, in Roman numerals."""
    text = ""
    for value, letters in _ROMAN:
        text, n = text + letters * (n // value), n % value
    return text


def _base_three(n: int) -> str:
    return (_base_three(n // 3) if n >= 3 else "") + str(n % 3)


def _notation(slots: Slots, rng: Random) -> Pair:
    n = rng.randint(12, 250)
    forms = {"Roman": roman(n), "binary": f"{n:b}", "hexadecimal": f"{n:x}", "octal": f"{n:o}"}
    return Pair(str(n), forms.get(slots["notation"].split()[0], _base_three(n)))


FRAMES = (
    frame(
        "python",
        "Write a Python function that {task}; it is needed for {project}, {style}.",
        _function,
        task=FUNCTIONS,
        project=_PROJECTS,
        style=_STYLES,
    ),
    frame(
        "python",
        "{person:cap} wants to know what the given Python code prints, {purpose}. Give the output only.",
        _prints,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "python",
        "Describe in one sentence what this function does; {person} wrote it for {project}, {purpose}.",
        _purpose,
        project=_PROJECTS,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "sql",
        "Given a table called {table}, write an SQL query that {query}, {purpose}.",
        _query,
        table=TABLES,
        query=_QUERIES,
        purpose=PURPOSES,
    ),
    frame(
        "regex",
        "Which regular expression matches {wanted}? {person:cap} needs it for {project}.",
        _pattern,
        wanted=PATTERNS,
        person=PEOPLE,
        project=_PROJECTS,
    ),
    frame(
        "notation",
        "Convert the number shown in {source} to {notation} for {event}.",
        _notation,
        source=SOURCES,
        notation=_NOTATIONS,
        event=EVENTS,
    ),
)
