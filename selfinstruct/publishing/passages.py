"""What a card says of its data: what they are, how many, how they were made and filtered, and what may be wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from selfinstruct.figures.wording import shortened
from selfinstruct.publishing import cautions
from selfinstruct.publishing.facts import LOG, REJECTIONS, Facts
from selfinstruct.publishing.markup import fenced, prose, table, words
from selfinstruct.publishing.places import without_folder, without_folders
from selfinstruct.steps import JUDGE, PERSONAL_DATA, SELF_CONSISTENCY, SEMANTIC, Curation

_UNKNOWN = "–"
_OF_STEP = {
    "personal_data": PERSONAL_DATA,
    "max_cosine": SEMANTIC,
    "trials": SELF_CONSISTENCY,
    "closeness": SELF_CONSISTENCY,
    "min_closeness": SELF_CONSISTENCY,
    "min_score": JUDGE,
}
_RECIPES = {
    "self-instruct": "A model wrote new instructions from a few seed tasks, told which of them are classifications, and then "
    "wrote inputs and outputs for each.",
    "alpaca": "A model wrote whole tasks from a few seed tasks: instruction, input and output together.",
    "instruction-output": "A model wrote pairs of instruction and output from a few seed tasks.",
}


def warning(facts: Facts) -> str:
    """What nobody may overlook."""
    if facts.for_training:
        return ""
    return (
        "> **NOT FOR TRAINING.** These tasks come from a backend that puts sentences together from tables, so that the program "
        "can be tried without a model. They look like data and teach nothing. Every row says so in its column `source`."
    )


def about(facts: Facts) -> str:
    """What it is."""
    found = facts.overview.table
    made = f"{_whole(found.instructions)} instruction-tuning tasks in {words(facts.name)}, written by a machine from seed tasks"
    return f"{made}, with the recipe `{facts.settings.recipe}` of the program selfinstruct, after the method Self-Instruct."


def contents(facts: Facts) -> str:
    """The files and what a row looks like."""
    rows = [(f"`{side}`", f"`{facts.files[side]}`", _whole(count)) for side, count in facts.rows.items()]
    if facts.refused:
        rows.append(("`rejections`", f"`{REJECTIONS}`", _whole(facts.refused)))
    lines = ["## Contents", "", table(("split", "file", "rows"), rows), ""]
    lines.append(
        f"A row is one instance of a task, in the format `{facts.choices.form}`. For instance, with long texts cut at “…”:"
    )
    lines += ["", fenced(json.dumps(_cut(facts.example), ensure_ascii=False, indent=2), "json"), ""]
    name = json.dumps(facts.repo or "REPOSITORY")
    lines.append(fenced(f"from datasets import load_dataset\n\ndata = load_dataset({name})", "python"))
    if facts.choices.parquet:
        lines += ["", "The same rows are beside them as JSON Lines."]
    if facts.choices.with_log:
        lines += ["", f"`{LOG}` holds every answer of the models as it came, with what they were asked."]
    return "\n".join(lines)


def figures(facts: Facts) -> str:
    """The table by which the method's paper describes its data."""
    found = facts.overview.table
    rows = [
        ("instructions", _whole(found.instructions)),
        ("of them classifications", _whole(found.classifications)),
        ("of them others", _whole(found.others)),
        ("instances", _whole(found.instances)),
        ("of them with empty input", _whole(found.empty_inputs)),
        (f"mean length of an instruction, in {found.unit}", _tenths(found.instruction_length)),
        (f"mean length of an input that is not empty, in {found.unit}", _tenths(found.input_length)),
        (f"mean length of an output, in {found.unit}", _tenths(found.output_length)),
    ]
    told = [row for row in rows if row[1] != _UNKNOWN]
    return f"## Figures\n\n{table(('of the tasks', ''), told, numbers=True)}"


def making(facts: Facts) -> str:
    """Recipe, models and dates."""
    origin = facts.overview.origin
    head = ("stage", "backend: model", "temperature", "top p", "most tokens")
    rows = [_stage(stage, sampling) for stage, sampling in (origin.sampling or {}).items()]
    lines = ["## How it was made", "", _RECIPES.get(facts.settings.recipe, ""), "", table(head, rows)]
    if origin.answered_by:
        by = ", ".join(f"{words(_model(each.text))} ({_whole(each.count)})" for each in origin.answered_by)
        lines += ["", f"Answers in the log, by who gave them: {by}."]
    if facts.settings.curation.embeds:
        lines += [
            "",
            f"Texts were compared by the embeddings of {words(without_folder(facts.settings.curation.embedding_id))}.",
        ]
    if origin.begun and origin.ended:
        lines += ["", f"The first answer came on {origin.begun[:10]}, the last on {origin.ended[:10]}."]
    return "\n".join(lines)


def terms(facts: Facts) -> str:
    """The license, and what the models' providers want."""
    given, said = facts.choices.license, facts.choices.model_terms
    own = f"Whoever published this gave it the license `{given}`." if given else "Whoever published this named no license."
    if said:
        models = f"On the terms of the models, they say: {prose(said)}"
    else:
        models = (
            "Nothing is said here of the terms of the models. The terms of the models' providers apply to what the models "
            "wrote, and some do not allow every use of it, training other models among them: look them up before you use it."
        )
    return f"## License and terms\n\n{own}\n\n{models}"


def filters(facts: Facts) -> str:
    """What was refused, by whom and why."""
    lines = ["## Filters", "", *_novelty(facts)]
    steps = facts.settings.curation.steps
    lines += ["", f"Steps of curation beyond the usual rules: {', '.join(f'`{step}`' for step in steps) or 'none'}."]
    refusals = facts.overview.refusals or ()
    rows = [(words(each.stage), words(why.reason), _whole(why.count)) for each in refusals for why in each.reasons]
    if rows:
        lines += ["", table(("refused by", "because", "how many"), rows)]
    else:
        lines += ["", "Nothing was refused."]
    if facts.marked:
        marks = ", ".join(f"{_whole(count)} × {mark}" for mark, count in facts.marked.items())
        gone = facts.made - facts.overview.table.instructions
        lines += [
            "",
            f"A person looked at tasks and marked them: {marks}. {_whole(gone)} of {_whole(facts.made)} were left out.",
        ]
    return "\n".join(lines)


def settings(facts: Facts) -> str:
    """Every setting that fixes the records; of curation, what its steps heed."""
    told = dict(facts.overview.origin.settings or {})
    told["curation"] = {
        name: value for name, value in told.get("curation", {}).items() if _heeded(name, facts.settings.curation)
    }
    rows = list(_flat(without_folders(told), ""))
    return f"## Settings\n\n{table(('setting', 'value'), rows)}"


def limits(facts: Facts) -> str:
    """What may be wrong with it."""
    return "\n".join(["## Known limits", "", *(f"- {line}" for line in cautions.cautions(facts))])


def _novelty(facts: Facts) -> Iterator[str]:
    yield (
        f"A new instruction was refused when its ROUGE-L to an earlier one, a seed or a text of the pool was above "
        f"{facts.settings.threshold:g}, when it was too short or too long, and when it was not in the language."
    )
    nearest = facts.overview.similarity.to_pool
    if nearest:
        yield ""
        yield f"ROUGE-L to the nearest: mean {nearest.mean:.3f}, median {nearest.median:.3f}, highest {nearest.most:.3f}."


def _stage(stage: str, sampling: Mapping[str, Any]) -> tuple[str, ...]:
    who = _model(": ".join(filter(None, (sampling["backend"], sampling["model"]))))
    return (stage, words(who), f"{sampling['temperature']:g}", f"{sampling['top_p']:g}", _whole(sampling["max_tokens"]))


def _model(label: str) -> str:
    """A label "backend: model" whose model is no path."""
    backend, sign, model = label.partition(": ")
    return f"{backend}{sign}{without_folder(model)}"


def _heeded(name: str, curation: Curation) -> bool:
    if name.startswith("embed"):
        return curation.embeds
    return name not in _OF_STEP or _OF_STEP[name] in curation.steps


def _flat(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Settings by their full names. What is empty is left out."""
    if isinstance(value, Mapping):
        for inner in value:
            yield from _flat(value[inner], f"{name}.{inner}" if name else str(inner))
    elif value not in ("", (), []):
        yield words(name), words(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _cut(value: Any) -> Any:
    if isinstance(value, str):
        return shortened(value)
    if isinstance(value, Mapping):
        return {name: _cut(inner) for name, inner in value.items()}
    return [_cut(item) for item in value] if isinstance(value, Sequence) else value


def _whole(figure: int | None) -> str:
    return _UNKNOWN if figure is None else f"{figure:,}"


def _tenths(figure: float | None) -> str:
    return _UNKNOWN if figure is None else f"{figure:,.1f}"
