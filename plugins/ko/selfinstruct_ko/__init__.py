"""Korean for selfinstruct."""

from __future__ import annotations

from selfinstruct import Language, Length, hookimpl, resources
from selfinstruct_ko.asking import main_verb, mood
from selfinstruct_ko.check import fault
from selfinstruct_ko.morphemes import tokenizer_id, tokens
from selfinstruct_ko.objects import METHOD, verb_noun
from selfinstruct_ko.patterns import BLOCKED, PLACEHOLDERS, REFUSALS

SELFINSTRUCT_PLUGIN_API = 1


@hookimpl
def selfinstruct_languages() -> list[Language]:
    """Korean. Nothing of Kiwi is loaded until the first text is cut into tokens."""
    return [
        Language(
            code="ko",
            name="한국어",
            english_name="Korean",
            tokens=tokens,
            tokenizer_id=tokenizer_id(),
            threshold=0.65,
            prompts=resources.prompts("ko"),
            seeds=resources.seeds("ko"),
            length=Length(minimum=6, maximum=450, unit="characters", tokens=2),
            fault=fault,
            blocked=BLOCKED,
            refusals=REFUSALS,
            placeholders=PLACEHOLDERS,
            main_verb=main_verb,
            verb_noun=verb_noun,
            verb_noun_method=METHOD,
            mood=mood,
        )
    ]
