"""English for selfinstruct."""

from __future__ import annotations

from selfinstruct import Language, Length, hookimpl, resources
from selfinstruct_en.asking import main_verb, mood
from selfinstruct_en.check import fault
from selfinstruct_en.objects import METHOD, verb_noun
from selfinstruct_en.patterns import BLOCKED, OPENINGS, PLACEHOLDERS, REFUSALS
from selfinstruct_en.tokens import TOKENIZER_ID, tokens

SELFINSTRUCT_PLUGIN_API = 1


@hookimpl
def selfinstruct_languages() -> list[Language]:
    """English, by the settings of the Self-Instruct paper."""
    return [
        Language(
            code="en",
            name="English",
            english_name="English",
            tokens=tokens,
            tokenizer_id=TOKENIZER_ID,
            threshold=0.7,
            prompts=resources.prompts("en"),
            seeds=resources.seeds("en"),
            length=Length(minimum=4, maximum=150, unit="words"),
            fault=fault,
            blocked=BLOCKED,
            openings=OPENINGS,
            refusals=REFUSALS,
            placeholders=PLACEHOLDERS,
            main_verb=main_verb,
            verb_noun=verb_noun,
            verb_noun_method=METHOD,
            tasks_per_answer=20,
            mood=mood,
        )
    ]
