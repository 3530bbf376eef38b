"""Japanese for selfinstruct."""

from __future__ import annotations

from selfinstruct import Language, Length, hookimpl, resources
from selfinstruct_ja.asking import main_verb, mood, words
from selfinstruct_ja.check import fault
from selfinstruct_ja.morphemes import tokenizer_id, tokens
from selfinstruct_ja.objects import METHOD, verb_noun
from selfinstruct_ja.patterns import BLOCKED, PLACEHOLDERS, REFUSALS

SELFINSTRUCT_PLUGIN_API = 1


@hookimpl
def selfinstruct_languages() -> list[Language]:
    """Japanese. Nothing of Sudachi is loaded until the first text is cut into tokens."""
    return [
        Language(
            code="ja",
            name="日本語",
            english_name="Japanese",
            tokens=tokens,
            tokenizer_id=tokenizer_id(),
            threshold=0.65,
            prompts=resources.prompts("ja"),
            seeds=resources.seeds("ja"),
            length=Length(minimum=6, maximum=400, unit="characters", tokens=2),
            fault=fault,
            blocked=BLOCKED,
            refusals=REFUSALS,
            placeholders=PLACEHOLDERS,
            words=words,
            main_verb=main_verb,
            verb_noun=verb_noun,
            verb_noun_method=METHOD,
            mood=mood,
        )
    ]
