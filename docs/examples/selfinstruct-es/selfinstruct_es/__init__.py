"""Spanish for selfinstruct."""

import re
import unicodedata
from importlib.resources import files

from selfinstruct import Language, Length, hookimpl
from selfinstruct.script import prose, share, units

SELFINSTRUCT_PLUGIN_API = 1

# Words that say nothing of what is asked for, without their accents.
EMPTY = (
    "a al como con de del e el ella en entre es esa ese esta este estos estas favor hay la las le les lo los me o para por que"
    " se si sobre su sus te tu tus u un una unas unos y"
)
EMPTY_WORDS = frozenset(EMPTY.split())
# Requests whose answer may be in another language, or in code.
ELSEWHERE = re.compile(r"(?i)tradu|inglés|francés|portugués|italiano|alemán|latín|gallego|catalán|vasco|chino|python|sql|html")


def tokens(text: str) -> list[str]:
    """Cut a text into the first five letters, without accents, of the words that say what is asked for."""
    plain = unicodedata.normalize("NFD", text.casefold())
    words = re.findall(r"\w+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    return [word[:5] for word in words if word not in EMPTY_WORDS] or words


def fault(text: str, role: str, instruction: str = "", /) -> str | None:
    """Tell by its script that a text is not Spanish; an input may be anything, and so may what was asked for elsewhere."""
    counts = units(prose(text))
    free = role == "input" or (role == "output" and ELSEWHERE.search(instruction))
    return "not-latin" if counts and not free and share(counts, "Latin") < 0.5 else None


@hookimpl
def selfinstruct_languages() -> list[Language]:
    """Spanish."""
    here = files("selfinstruct_es")
    return [
        Language(
            code="es",
            name="Español",
            english_name="Spanish",
            tokens=tokens,
            tokenizer_id="first five letters v1",
            threshold=0.7,
            prompts=here / "prompts.toml",
            seeds=here / "seeds.jsonl",
            length=Length(minimum=3, maximum=150, unit="words"),
            fault=fault,
            blocked=frozenset(tokens("audio foto gráfico imagen mapa vídeo")),
            refusals=(re.compile(r"(?i)^(lo siento, (pero )?no puedo|como modelo de lenguaje)"),),
            placeholders=(re.compile(r"^\[[^\]]*\]$|^\.{3}$"),),
        )
    ]
