"""How to make the data again, and whom to cite."""

from __future__ import annotations

from selfinstruct.publishing import rerun
from selfinstruct.publishing.facts import LOG, Facts
from selfinstruct.publishing.markup import fenced, table, words

_SELF_INSTRUCT = """@inproceedings{wang-etal-2023-self-instruct,
  title = {Self-Instruct: Aligning Language Models with Self-Generated Instructions},
  author = {Wang, Yizhong and Kordi, Yeganeh and Mishra, Swaroop and Liu, Alisa and Smith, Noah A. and Khashabi, Daniel
            and Hajishirzi, Hannaneh},
  booktitle = {Proceedings of the 61st Annual Meeting of the Association for Computational Linguistics
               (Volume 1: Long Papers)},
  year = {2023},
  pages = {13484--13508},
  doi = {10.18653/v1/2023.acl-long.754}
}"""
_ALPACA = """@misc{taori-etal-2023-alpaca,
  title = {Stanford Alpaca: An Instruction-following {LLaMA} Model},
  author = {Taori, Rohan and Gulrajani, Ishaan and Zhang, Tianyi and Dubois, Yann and Li, Xuechen and Guestrin, Carlos
            and Liang, Percy and Hashimoto, Tatsunori B.},
  year = {2023},
  howpublished = {https://github.com/tatsu-lab/stanford_alpaca}
}"""


def again(facts: Facts) -> str:
    """The commands, the versions, and what they rest on."""
    commands = "\n".join(rerun.again(facts.settings, facts.language, facts.asked))
    lines = ["## How to make it again", "", fenced(commands, "sh"), ""]
    lines.append(
        "A model that is sampled answers otherwise each time, and providers change their models: this makes data like these."
    )
    if files := rerun.own_files(facts.settings):
        lines += ["", f"The run was made with files of its author's, which are not here: {', '.join(map(words, files))}."]
    if facts.choices.with_log:
        replay = rerun.replayed(facts.settings, facts.language, facts.made, LOG)
        lines += ["", "From the log, without a model, come the same tasks:", "", fenced(replay, "sh")]
    else:
        lines += ["", "The log of the answers, from which the same tasks would come without a model, is not here."]
    versions = facts.overview.origin.versions or {}
    if versions:
        lines += ["", table(("made with", "version"), [(words(name), words(of)) for name, of in versions.items()])]
    return "\n".join(lines)


def citation(facts: Facts) -> str:
    """The papers of method and recipe."""
    cited = [_SELF_INSTRUCT, *([_ALPACA] if facts.settings.recipe == "alpaca" else [])]
    return "## Citation\n\nOf the method:\n\n" + fenced("\n\n".join(cited), "bibtex")
