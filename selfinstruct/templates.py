"""Training formats: how one instance of a task becomes one row of a training file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from selfinstruct.records import Row, Task, joined

END_OF_TEXT = "<|endoftext|>"


@dataclass(frozen=True, slots=True)
class PromptTemplate:
    """A prompt as a trainer expects it, with and without input; `lead` stands between it and the output."""

    with_input: str
    without_input: str
    lead: str = ""

    def prompt(self, instruction: str, text: str) -> str:
        """Fill the template in; `text` is the input."""
        template = self.with_input if text else self.without_input
        return template.format(instruction=instruction, input=text)


# Letter for letter what the trainers of these names were fed, their uneven ends included.
TEMPLATES: Mapping[str, PromptTemplate] = {
    "alpaca": PromptTemplate(
        "Below is an instruction that describes a task, paired with an input that provides further context. "
        "Write a response that appropriately completes the request.\n\n"
        "### Instruction:\n{instruction}\n\n### Input:\n{input}\n\n### Response:",
        "Below is an instruction that describes a task. "
        "Write a response that appropriately completes the request.\n\n"
        "### Instruction:\n{instruction}\n\n### Response:",
    ),
    "alpaca-ja": PromptTemplate(
        "以下は、タスクを説明する指示と、文脈のある入力の組み合わせです。要求を適切に満たす応答を書きなさい。\n\n"
        "### 指示:\n{instruction}\n\n### 入力:\n{input}\n\n### 応答:\n",
        "以下は、タスクを説明する指示です。要求を適切に満たす応答を書きなさい。\n\n### 指示:\n{instruction}\n\n### 応答:\n",
    ),
    "kullm": PromptTemplate(
        "아래는 작업을 설명하는 명령어와 추가 컨텍스트를 제공하는 입력이 짝을 이루는 예제입니다. "
        "요청을 적절히 완료하는 응답을 작성하세요.\n\n"
        "### 명령어:\n{instruction}\n\n### 입력:\n{input}\n\n### 응답:\n",
        "아래는 작업을 설명하는 명령어입니다. 요청을 적절히 완료하는 응답을 작성하세요.\n\n"
        "### 명령어:\n{instruction}\n\n### 응답:\n",
    ),
    "koalpaca": PromptTemplate(
        "Below is an instruction that describes a task, paired with an input that provides further context.\n"
        "아래는 작업을 설명하는 명령어와 추가적 맥락을 제공하는 입력이 짝을 이루는 예제입니다.\n\n"
        "Write a response that appropriately completes the request.\n요청을 적절히 완료하는 응답을 작성하세요.\n\n"
        "### Instruction(명령어):\n{instruction}\n\n### Input(입력):\n{input}\n\n### Response(응답):",
        "Below is an instruction that describes a task.\n아래는 작업을 설명하는 명령어입니다.\n\n"
        "Write a response that appropriately completes the request.\n"
        "명령어에 따른 요청을 적절히 완료하는 응답을 작성하세요.\n\n"
        "### Instruction(명령어):\n{instruction}\n\n### Response(응답):",
    ),
    "koalpaca-v1.1": PromptTemplate(
        "### 질문: {instruction}\n\n### 맥락: {input}\n\n### 답변:",
        "### 질문: {instruction}\n\n### 답변:",
        lead=" ",
    ),
}

# The phrasings of the original Self-Instruct, so that a model does not come to depend on one of them.
COMPLETION_WITH_INPUT = (
    "{instruction}\nInput: {input}\nOutput:",
    "{instruction}\n\nInput: {input}\n\nOutput:",
    "Task: {instruction}\nInput: {input}\nOutput:",
    "{instruction}\n\n{input}\n\nOutput:",
    "{instruction}\n\n{input}\n\n",
    "{instruction}\n{input}\n\n",
    "Task: {instruction}\n\n{input}\n\n",
)
COMPLETION_WITHOUT_INPUT = (
    "{instruction} Output:",
    "{instruction}\nOutput:",
    "{instruction}\n\nOutput:",
    "{instruction}\n",
    "{instruction}\n\n",
    "Task: {instruction}\n\n",
)


@dataclass(frozen=True, slots=True)
class Similarity:
    """How near an instruction is to the pool that it was judged against, as `instructions.jsonl` tells it."""

    most_similar: Mapping[str, float]
    average: float


@dataclass(frozen=True, slots=True)
class Example:
    """One instance of a task; `index` is its place among the instances of its task. similarity: where it is known."""

    id: str
    index: int
    instruction: str
    input: str
    output: str
    similarity: Similarity | None = None

    @property
    def request(self) -> str:
        """What the user says in a chat: the instruction and, after a blank line, the input."""
        return joined(self.instruction, self.input)


@dataclass(frozen=True, slots=True)
class Wording:
    """What may be chosen about the rows. template: a name of TEMPLATES; end: what closes a `completion`."""

    template: str = "alpaca"
    system: str = ""
    seed: int = 0
    end: str = END_OF_TEXT


@dataclass(frozen=True, slots=True)
class Format:
    """A training format. row: makes one row; ids: whether its readers bear a key `id` beside their own.

    array: the file is one JSON array and no JSONL.
    """

    row: Callable[[Example, Wording], Row]
    ids: bool = True
    array: bool = False

    @property
    def suffix(self) -> str:
        """What its files end in."""
        return "json" if self.array else "jsonl"


def examples(
    tasks: Iterable[Task], *, most: int | None = None, seed: int = 0, near: Mapping[str, Similarity] | None = None
) -> Iterator[Example]:
    """Give the instances of all tasks in order, at most `most` of each task.

    near: task id -> how near it is to the pool.
    Which ones is drawn by seed and task: the first ones would be the same labels in every classification task.
    """
    for task in tasks:
        places = range(len(task.instances))
        drawn = sorted(places, key=lambda i: draw("instance", seed, task.id, i))[:most]
        for index in sorted(drawn):
            instance = task.instances[index]
            similarity = (near or {}).get(task.id)
            yield Example(task.id, index, task.instruction, instance.input, instance.output, similarity)


def rows(chosen: Iterable[Example], form: str, wording: Wording, *, ids: bool = True) -> Iterator[Row]:
    """Make one row for each example in the format of that name, with the task's id where the format bears it."""
    made = FORMATS[form]
    for example in chosen:
        row = made.row(example, wording)
        yield {"id": example.id, **row} if ids and made.ids else row


def messages(example: Example, wording: Wording) -> Row:
    """Chat messages as OpenAI, TRL and axolotl read them."""
    system = [{"role": "system", "content": wording.system}] if wording.system else []
    said = [{"role": "user", "content": example.request}, {"role": "assistant", "content": example.output}]
    return {"messages": system + said}


def alpaca(example: Example, wording: Wording) -> Row:
    """Alpaca's three columns, and `system` when there is a system text."""
    row = {"instruction": example.instruction, "input": example.input, "output": example.output}
    return row | ({"system": wording.system} if wording.system else {})


def regen(example: Example, _wording: Wording) -> Row:
    """A row of the `regen.json` that Alpaca's script wrote."""
    near = example.similarity or Similarity({}, 0.0)
    similar = {"most_similar_instructions": dict(near.most_similar), "avg_similarity_score": near.average}
    return {"instruction": example.instruction, "input": example.input, "output": example.output} | similar


def sharegpt(example: Example, wording: Wording) -> Row:
    """ShareGPT's turns of human and gpt."""
    system = [{"from": "system", "value": wording.system}] if wording.system else []
    said = [{"from": "human", "value": example.request}, {"from": "gpt", "value": example.output}]
    return {"conversations": system + said}


def completion(example: Example, wording: Wording) -> Row:
    """Make the original Self-Instruct pair; its phrasing follows from seed, task and instance alone."""
    templates = COMPLETION_WITH_INPUT if example.input else COMPLETION_WITHOUT_INPUT
    template = templates[draw("phrasing", wording.seed, example.id, example.index) % len(templates)]
    lead = " " if template.endswith("Output:") else ""
    prompt = template.format(instruction=example.instruction, input=example.input)
    return {"prompt": prompt, "completion": f"{lead}{example.output}{wording.end}"}


def prompt_completion(example: Example, wording: Wording) -> Row:
    """Fill a named template as prompt and completion; trainers close the completion with their model's own token."""
    template = TEMPLATES[wording.template]
    prompt = template.prompt(example.instruction, example.input)
    return {"prompt": prompt, "completion": template.lead + example.output}


def text(example: Example, wording: Wording) -> Row:
    """Put a named template and the output in one text. Not beside `completion`: TRL would close only one of the two."""
    pair = prompt_completion(example, wording)
    return {"text": pair["prompt"] + pair["completion"]}


FORMATS: Mapping[str, Format] = {
    "messages": Format(messages),
    "alpaca": Format(alpaca),
    "sharegpt": Format(sharegpt),
    "completion": Format(completion, ids=False),
    "prompt": Format(prompt_completion),
    "text": Format(text),
    "regen": Format(regen, ids=False, array=True),
}


def default_template(language: str) -> str:
    """Name the template most used for a language; English Alpaca where there is none of its own."""
    return {"ko": "kullm", "ja": "alpaca-ja"}.get(language, "alpaca")


def split(tasks: Sequence[Task], share: float, seed: int) -> tuple[list[Task], list[Task]]:
    """Divide into train and test tasks. Each task's side depends on seed and id alone, so it keeps it when others are added."""
    train: list[Task] = []
    test: list[Task] = []
    for task in tasks:
        (test if draw("split", seed, task.id) < share * 2**64 else train).append(task)
    return train, test


def draw(purpose: str, seed: int, *of: object) -> int:
    """Draw a number below 2**64 for seed and subject: the same on every machine, and unrelated between purposes."""
    name = "\0".join([purpose, str(seed), *map(str, of)])
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
