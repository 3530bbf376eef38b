"""Small programs: what they print and why, what is wrong with them, and functions for Korean text and everyday sums."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from selfinstruct_offline.frames import Pair, Slots
from selfinstruct_offline.ko.answers import Answer
from selfinstruct_offline.ko.contexts import ADULTS
from selfinstruct_offline.ko.framing import frame, worked
from selfinstruct_offline.ko.openers import PLAIN, POLITE

# a program | what it prints | why
PRINTED = (
    ("a = [1, 2, 3]\nb = a\nb.append(4)\nprint(len(a))", "4", "b는 a와 같은 리스트를 가리키므로 b에 더하면 a도 길어진다."),
    ("a = [1, 2, 3]\nb = a[:]\nb.append(4)\nprint(len(a))", "3", "a[:]는 새 리스트를 만들므로 a는 그대로이다."),
    ("print('3' * 3)", "333", "문자열에 수를 곱하면 그만큼 되풀이한다."),
    ("print(7 // 2, 7 % 2)", "3 1", "//는 몫, %는 나머지이다."),
    ("print(bool([]), bool([0]))", "False True", "빈 리스트는 거짓이고, 원소가 하나라도 있으면 참이다."),
    ("print(sorted('banana')[0])", "a", "글자를 차례로 늘어놓으면 a가 맨 앞에 온다."),
    ("x = 5\nif x > 3:\n    x -= 2\nelse:\n    x += 2\nprint(x)", "3", "5가 3보다 커서 2를 뺀다."),
    ("print(len({1, 2, 2, 3}))", "3", "집합은 같은 값을 하나로 친다."),
    ("print('가나다'[::-1])", "다나가", "[::-1]은 문자열을 거꾸로 뒤집는다."),
    ("print([n * n for n in range(4)])", "[0, 1, 4, 9]", "0부터 3까지 제곱한 값을 모은다."),
    ("def f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)\n\nprint(f(6))", "8", "앞의 두 값을 더해 가는 피보나치 수이며 여섯째가 8이다."),
    ("print('a,b,,c'.split(','))", "['a', 'b', '', 'c']", "쉼표가 잇달으면 그 사이를 빈 문자열로 나눈다."),
    ("print(round(2.5), round(3.5))", "2 4", "파이썬의 round는 정확히 가운데인 수를 짝수 쪽으로 맞춘다."),
    ("d = {'귤': 2}\nprint(d.get('감', 0))", "0", "없는 열쇠를 찾으면 get은 둘째 값을 돌려준다."),
)  # fmt: skip
# what it should do -> the faulty program, the mended one, what was wrong; both define `solve`
FAULTS = {
    "평균을 구하는": (
        "def solve(values):\n    return sum(values) / len(values) - 1",
        "def solve(values):\n    return sum(values) / len(values)",
        "나눗셈이 뺄셈보다 먼저라 평균에서 1이 빠집니다.",
    ),
    "문자열로 된 점수를 더하는": (
        "def solve(scores):\n    total = 0\n    for score in scores:\n        total += score\n    return total",
        "def solve(scores):\n    total = 0\n    for score in scores:\n        total += int(score)\n    return total",
        "정수에 문자열을 더하려 해서 TypeError가 나므로 int로 바꾸어야 합니다.",
    ),
    "마지막 원소를 돌려주는": (
        "def solve(values):\n    return values[len(values)]",
        "def solve(values):\n    return values[-1]",
        "번호가 0부터라 len(values)는 끝을 넘어 IndexError가 납니다.",
    ),
    "1부터 n까지 더하는": (
        "def solve(n):\n    return sum(range(1, n))",
        "def solve(n):\n    return sum(range(1, n + 1))",
        "range는 끝 값을 빼놓으므로 n이 빠집니다.",
    ),
    "가장 큰 수를 찾는": (
        "def solve(values):\n    best = 0\n    for v in values:\n        if v > best:\n            best = v\n    return best",
        "def solve(values):\n    best = values[0]\n    for v in values:\n        if v > best:\n            best = v\n    return best",
        "0에서 시작하면 모두 음수일 때 0을 돌려줍니다.",
    ),
    "짝수인지 알려 주는": (
        "def solve(n):\n    return n % 2",
        "def solve(n):\n    return n % 2 == 0",
        "나머지 0은 거짓이라 짝수에서 거짓이 됩니다.",
    ),
    "빈칸을 모두 없애는": (
        "def solve(text):\n    text.replace(' ', '')\n    return text",
        "def solve(text):\n    return text.replace(' ', '')",
        "replace는 새 문자열을 돌려줄 뿐이라 그 값을 써야 합니다.",
    ),
    "음수를 지우는": (
        "def solve(values):\n    for v in values:\n        if v < 0:\n            values.remove(v)\n    return values",
        "def solve(values):\n    return [v for v in values if v >= 0]",
        "돌면서 지우면 다음 원소를 건너뛰므로 새 리스트를 만들어야 합니다.",
    ),
}
# what it does -> its lines, a call, what the call gives
TASKS = {
    "한글에서 초성만 뽑는": (
        'def solve(text):\n    marks = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"\n    return "".join(marks[(ord(c) - 0xAC00) // 588] if "가" <= c <= "힣" else c for c in text)',
        'solve("김치찌개")',
    ),
    "낱말 뒤에 을이나 를을 붙이는": (
        'def solve(word):\n    closed = (ord(word[-1]) - 0xAC00) % 28 > 0\n    return word + ("을" if closed else "를")',
        'solve("책")',
    ),
    "전화번호의 가운데를 가리는": (
        'def solve(number):\n    first, _, last = number.split("-")\n    return f"{first}-****-{last}"',
        'solve("010-1234-5678")',
    ),
    "분을 시간과 분으로 적는": (
        'def solve(minutes):\n    hours, rest = divmod(minutes, 60)\n    parts = [f"{hours}시간"] if hours else []\n    if rest or not hours:\n        parts.append(f"{rest}분")\n    return " ".join(parts)',
        "solve(125)",
    ),
    "금액에 쉼표와 원을 붙이는": ('def solve(amount):\n    return f"{amount:,}원"', "solve(1234567)"),
    "이름의 가운데 글자를 가리는": (
        'def solve(name):\n    return name[0] + "*" * (len(name) - 2) + name[-1]',
        'solve("홍길동")',
    ),
    "두 날짜 사이의 날수를 세는": (
        "from datetime import date\n\n\ndef solve(first, second):\n    return (date.fromisoformat(second) - date.fromisoformat(first)).days",
        'solve("2025-03-01", "2025-03-15")',
    ),
    "가장 자주 나온 값을 돌려주는": (
        "from collections import Counter\n\n\ndef solve(values):\n    return Counter(values).most_common(1)[0][0]",
        'solve(["감", "귤", "감"])',
    ),
    "끝말이 이어지는지 따지는": (
        "def solve(words):\n    return all(a[-1] == b[0] for a, b in zip(words, words[1:]))",
        'solve(["나무", "무지개", "개미"])',
    ),
    "영수증의 합계를 내는": (
        "def solve(items):\n    return sum(price * count for price, count in items)",
        "solve([(1800, 2), (2900, 1)])",
    ),
}


def _programs(pairs: Iterable[tuple[str, str]]) -> Answer:
    """As `drawn`, but nothing in braces is a slot."""
    choices = tuple(pairs)
    return worked(lambda rng: rng.choice(choices))


def code(task: str) -> str:
    """The function for a task, a call of it, and what that prints."""
    lines, call = TASKS[task]
    scope: dict[str, object] = {}
    exec(lines, scope)  # noqa: S102 - our own lines from the table above
    return f"{lines}\n\n\nprint({call})  # {eval(call, scope)}"  # noqa: S307


def _written(slots: Slots, _rng: Random) -> Pair:
    return Pair("", f"```python\n{code(slots['일'])}\n```")


FRAMES = (
    frame(
        "code",
        "{말머리} {이:이} {때} 짠 파이썬 코드다. 실행 결과를 적고 까닭을 한 줄로 대라.",
        _programs((program, f"{printed}\n\n{why}") for program, printed, why in PRINTED),
        말머리=PLAIN,
        이=ADULTS,
    ),
    frame(
        "code",
        "{때} {이:이} 만든 함수가 말을 안 들어요. 잘못을 짚고 고친 코드를 보여 주세요. {말머리}",
        _programs((f"# {task} 함수\n{bad}", f"{why}\n\n```python\n{good}\n```") for task, (bad, good, why) in FAULTS.items()),
        말머리=POLITE,
        이=ADULTS,
    ),
    frame(
        "code",
        "{말머리} {이:이} {곳}에서 쓸 파이썬 함수가 필요합니다. {일} 함수를 짜고 실행 예를 붙여 주십시오.",
        _written,
        말머리=POLITE,
        이=ADULTS,
        일=TASKS,
    ),
)
