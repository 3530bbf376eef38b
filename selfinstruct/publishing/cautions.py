"""What may be wrong with data that a machine made, as far as it follows from how they were made."""

from __future__ import annotations

from collections.abc import Iterator

from selfinstruct.publishing.facts import Facts
from selfinstruct.steps import CONTAMINATION, JUDGE, OUTPUTS, PERSONAL_DATA, SELF_CONSISTENCY, SEMANTIC

_WRONG = (
    "Instructions, inputs and outputs were written by a machine. Outputs may be wrong, out of date or made up, and may not do "
    "what the instruction asks"
)


def cautions(facts: Facts) -> Iterator[str]:
    """One sentence or two for each."""
    steps = facts.settings.curation.steps
    checked = "A person has looked at a part of them, as told under Filters." if facts.marked else "Nobody has checked them."
    yield f"{_WRONG}. {checked}"
    yield "They carry the biases of the models and of the seed tasks, and may hold what hurts people: nothing filters for that."
    yield _likeness(facts)
    yield _rated(facts)
    if "classify" in facts.settings.stages:
        yield "Which tasks are classifications is the model's own verdict."
    if OUTPUTS not in steps:
        yield "Outputs that refuse to answer, repeat themselves or are in another language were not looked for."
    if CONTAMINATION not in steps:
        yield "The tasks were not compared with evaluation sets: do that before you evaluate a model that was trained on them."
    yield _personal(facts)
    if facts.asked is not None and facts.made < facts.asked:
        yield f"The run was not at its end: {facts.made:,} of {facts.asked:,} tasks were made."


def _likeness(facts: Facts) -> str:
    if SEMANTIC in facts.settings.curation.steps:
        most = facts.settings.curation.max_cosine
        return f"Tasks nearer in meaning than a cosine of {most:g}, as one model sees it, were refused; others remain."
    return "Novelty is judged by words, not by meaning: different words for the same task may be in it twice."


def _rated(facts: Facts) -> str:
    curation = facts.settings.curation
    if JUDGE in curation.steps:
        same = facts.settings.backend_of(JUDGE) == facts.settings.backend_of("generate")
        who = "the model that wrote them, and models are kind to themselves" if same else "another model, which errs too"
        return f"Instances rated below {curation.min_score} of 5 were refused; they were rated by {who}."
    if SELF_CONSISTENCY in curation.steps:
        return "Outputs were judged only by whether a model could tell the instruction from them."
    return "No judge has rated the outputs."


def _personal(facts: Facts) -> str:
    curation = facts.settings.curation
    if PERSONAL_DATA not in curation.steps:
        return "Names, numbers and addresses were not looked for; models make them up, and some may be real."
    done = "masked" if curation.personal_data == "mask" else "flagged in the run and left as they are"
    also = " The log and the rejections hold them unmasked." if unmasked(facts) else ""
    return f"Numbers and addresses of people were looked for by rules and {done}; rules miss some.{also}"


def unmasked(facts: Facts) -> bool:
    """Whether what the tasks have masked is published elsewhere."""
    chosen, curation = facts.choices, facts.settings.curation
    masked = PERSONAL_DATA in curation.steps and curation.personal_data == "mask"
    return masked and (chosen.with_log or chosen.with_rejections)
