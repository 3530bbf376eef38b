"""Verbs that English instructions begin with: by these a command is told from a sentence that merely starts with a word."""

from __future__ import annotations

# fmt: off
VERBS = frozenset([
    "abbreviate", "act", "add", "adapt", "address", "adjust", "adopt", "advise", "agree", "alphabetize", "alphabetise",
    "alter", "amend", "analyse", "analyze", "annotate", "answer", "apologise", "apologize", "apply", "appraise", "argue",
    "arrange", "ask", "assemble", "assess", "assign", "assume", "award", "balance", "be", "begin", "blend", "book", "boil",
    "brainstorm", "break", "bring", "build", "calculate", "call", "caption", "capitalise", "capitalize", "carry",
    "catalogue", "categorise", "categorize", "change", "characterise", "characterize", "chart", "check", "choose", "cite",
    "clarify", "classify", "clean", "close", "coach", "code", "collect", "combine", "come", "comment", "compare", "compile",
    "complete", "compose", "compress", "compute", "concatenate", "conclude", "condense", "conjugate", "connect", "console",
    "construct", "continue", "contrast", "convert", "convince", "coin", "correct", "count", "cover", "craft", "create",
    "critique", "cross", "cut", "debate", "debug", "decide", "decipher", "declare", "decline", "decode", "deduce", "define",
    "delete", "deliver", "demonstrate", "derive", "describe", "design", "detect", "determine", "develop", "devise",
    "diagnose", "differentiate", "disagree", "discuss", "distil", "distill", "distinguish", "divide", "do", "draft", "edit",
    "elaborate", "eliminate", "encode", "encrypt", "end", "enumerate", "estimate", "evaluate", "examine", "expand",
    "explain", "explore", "express", "extend", "extract", "factor", "figure", "fill", "find", "finish", "fix", "flag",
    "follow", "forecast", "form", "format", "formulate", "gather", "generate", "get", "give", "go", "grade", "greet",
    "group", "guess", "guide", "help", "highlight", "hint", "hold", "identify", "illustrate", "imagine", "implement",
    "improve", "include", "indicate", "infer", "insert", "interpret", "introduce", "invent", "invert", "investigate",
    "invite", "join", "judge", "justify", "keep", "label", "lay", "lead", "leave", "let", "list", "locate", "look", "lower",
    "make", "map", "mark", "match", "measure", "mention", "merge", "modernise", "modernize", "name", "narrate", "negotiate",
    "note", "number", "offer", "omit", "order", "organise", "organize", "outline", "paint", "pair", "paraphrase", "parse",
    "pick", "place", "plan", "play", "point", "polish", "pose", "predict", "prepare", "present", "pretend", "prioritise",
    "prioritize", "produce", "proofread", "propose", "prove", "provide", "pull", "punctuate", "put", "puzzle", "quiz",
    "quote", "rank", "rate", "read", "rearrange", "rebut", "recall", "recast", "recommend", "reconstruct", "record",
    "recount", "reduce", "refactor", "refer", "reframe", "refute", "reject", "relate", "remind", "remove", "render",
    "reorder", "repair", "repeat", "rephrase", "replace", "reply", "report", "reposition", "request", "rescue", "resolve",
    "respond", "restate", "restore", "restructure", "retell", "return", "reverse", "review", "revise", "reword", "rewrite",
    "rhyme", "role-play", "round", "run", "say", "scan", "schedule", "scramble", "search", "select", "send", "separate",
    "sequence", "set", "settle", "share", "shorten", "show", "shuffle", "sign", "simplify", "simulate", "sketch", "smooth",
    "soften", "solve", "sort", "speak", "specify", "spell", "split", "spot", "stage", "standardise", "standardize", "start",
    "state", "steer", "step", "stop", "strike", "strip", "study", "subtract", "suggest", "sum", "summarise", "summarize",
    "supply", "support", "swap", "take", "tally", "talk", "teach", "tell", "test", "think", "throw", "tidy", "tighten", "total",
    "trace", "transcribe", "transform", "translate", "transliterate", "transpose", "treat", "trim", "turn", "uncover",
    "underline", "understand", "undo", "unpack", "unscramble", "untangle", "update", "use", "verify", "vary", "vote",
    "walk", "warn", "weave", "weigh", "welcome", "work", "wrap", "write", "yield",
])
# fmt: on
