"""Thai for selfinstruct, cut into words by PyThaiNLP."""

import re
import unicodedata
from importlib.metadata import version
from importlib.resources import files

from selfinstruct import Language, Length, hookimpl
from selfinstruct.script import prose, share, units

SELFINSTRUCT_PLUGIN_API = 1

# Words that say nothing of what is asked for: particles, courtesy, grammar.
EMPTY = (
    "ก็ กรุณา กัน กับ การ เกี่ยวกับ แก่ ของ ขอ ข้อ ขึ้น ครับ ความ คะ ค่ะ คือ จง จะ จาก ช่วย ซึ่ง ด้วย ได้ ตาม ต่อไปนี้ ถึง ที ที่ นะ นั้น นี้ ใน บอก"
    " แบบ ไป โปรด เป็น เพื่อ มา มี ๆ ยังไง เรื่อง และ ว่า สำหรับ สิ หน่อย หรือ ให้ อย่างไร อยู่ อะไร ออก ออกมา เหล่านี้ ทั้งหมด"
)
EMPTY_WORDS = frozenset(EMPTY.split())
ELSEWHERE = re.compile(r"(?i)แปล|ภาษา|อังกฤษ|โค้ด|โปรแกรม|ฟังก์ชัน|สูตร|json|python|sql|html")  # asks for another language or code


def words(text: str) -> list[str]:
    """Cut a text into its words as they are written."""
    from pythainlp.tokenize import word_tokenize  # here, for its dictionary takes a second to load

    return [word for word in word_tokenize(unicodedata.normalize("NFC", text), engine="newmm") if any(map(str.isalnum, word))]


def tokens(text: str) -> list[str]:
    """Cut a text into the words that say what is asked for."""
    every = words(text.casefold())
    return [word for word in every if word not in EMPTY_WORDS] or every


def fault(text: str, role: str, instruction: str = "", /) -> str | None:
    """Tell by its script that a text is not Thai; an input may be anything, and so may what was asked for elsewhere."""
    free = role == "input" or (role == "output" and ELSEWHERE.search(instruction))
    return "not-thai" if not free and (counts := units(prose(text))) and share(counts, "Thai") < 0.5 else None


@hookimpl
def selfinstruct_languages() -> list[Language]:
    """Thai."""
    language = Language(
        code="th",
        name="ไทย",
        english_name="Thai",
        tokens=tokens,
        words=words,
        tokenizer_id=f"pythainlp {version('pythainlp')} newmm, words v1",
        threshold=0.6,
        prompts=files("selfinstruct_th") / "prompts.toml",
        seeds=files("selfinstruct_th") / "seeds.jsonl",
        length=Length(minimum=8, maximum=500, unit="characters", tokens=2),
        fault=fault,
        blocked=frozenset({"คลิป", "ภาพ", "ภาพถ่าย", "ภาพวาด", "รูปถ่าย", "รูปภาพ", "วิดีโอ"}),
        refusals=(re.compile(r"^(ขออภัย|ขอโทษ).{0,20}ไม่สามารถ|^ในฐานะ(โมเดล|แบบจำลอง)ภาษา"),),
    )
    return [language]
