"""What an English text-only task should not hold, and how refusals and stand-ins read."""

from __future__ import annotations

import re

# The words of the original filter. Its "go to" is two tokens; as an opening it catches what it was meant for.
BLOCKED = frozenset(
    ["image", "images", "graph", "graphs", "picture", "pictures", "file", "files", "map", "maps", "draw", "plot"]
)

OPENINGS = (re.compile(r"\s*write a program\b", re.IGNORECASE), re.compile(r"\s*go to\b", re.IGNORECASE))

_MODEL = (
    r"an? (?:(?:ai|artificial intelligence)(?: (?:language )?(?:model|assistant|chatbot|system))?|(?:large )?language model)"
)
_UNABLE = (
    r"(?:cannot|can['’]?t|can not|(?:am|['’]m) (?:unable|not able) to|won['’]t be able to"
    r"|do(?: not|n['’]t) have the ability to)"
)
_SERVE = (
    r"(?:assist|help|answer|fulfil+|complete|comply|provide|generate|create|write|produce|access|view|see|open|process|engage"
    r"|respond|continue|support|do (?:that|this))"
)
_APOLOGY = r"(?:sorry|apologi[sz]e|apologies|unfortunately|regret)"

# The speaker must be the model, or apologise and decline in one sentence: letters of apology are legitimate outputs.
REFUSALS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bas {_MODEL}\b,? (?:i|my|it['’]?s|it is)\b",
        rf"\bi(?:['’]m| am) (?:just |only |simply )?{_MODEL}(?:[,.;!]| (?:and|so|that|which|designed|trained|created)\b)",
        rf"\b{_APOLOGY}\b[^.!?\n]{{0,80}}\bi ?{_UNABLE} (?:\w+ )?{_SERVE}\b",
        rf"\bi ?{_UNABLE} (?:assist|help)(?: you)? with (?:that|this|your)\b",
        rf"\bi ?{_UNABLE} (?:fulfil+|comply with|complete) (?:that|this|your|the) request\b",
    )
)

_MATERIAL = r"(?:text|input|sentence|paragraph|passage|article|content|data)"

# Whole inputs that stand for one. Digits and commas in brackets are data: [1, 2, 3].
PLACEHOLDERS = tuple(
    re.compile(rf"\A\s*(?:{pattern})\s*\Z", re.IGNORECASE)
    for pattern in (
        r"[.…_\-—*○◯〇□]{2,}|x{3,}",
        r"(?:https?://|www\.)\S+",
        r"\[[^\[\]\d,\n]{1,60}\]|<[^<>\d,/\n]{1,60}>|\{\{?[^{}\d,:\n]{1,60}\}?\}",
        r"\(?(?:please )?(?:insert|paste|enter|type|put|provide|add) [^\n.]{0,60}\b(?:here|below)[.!]?\)?",
        rf"\(?(?:your |the |some |any )?(?:\w+ )?{_MATERIAL}(?: goes| to go)? here[.!]?\)?",
        rf"\(?(?:some|any|sample|example|given|the given) {_MATERIAL}\.?\)?",
    )
)
