"""The commands, options and links of every page are real, and every flag of the original scripts is accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
import pytest
from pages import DOCS, FENCE, ROOT, SPAN, names_in, page, section

from selfinstruct.cli import cli

PAGES = sorted([*DOCS.glob("*.md"), *DOCS.glob("plugins/*.md"), *ROOT.glob("*.md"), *ROOT.glob("plugins/*/README.md")])
ORIGINAL = page("from-the-original.md")


def invocations(text: str) -> Iterator[list[str]]:
    """The `selfinstruct …` commands in code spans and blocks, without what follows a pipe or a comment.

    A block of the kind "console" shows what is printed too; its commands stand behind a "$".
    """
    fenced = [(kind, body) for kind, _, body in FENCE.findall(text)]
    blocks = ["\n".join(re.findall(r"^\$ .*", body, re.MULTILINE)) if kind == "console" else body for kind, body in fenced]
    blocks += re.findall(r"(?:^    .*\n)+", FENCE.sub("", text), re.MULTILINE)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    for line in [*lines, *SPAN.findall(FENCE.sub("", text))]:
        command = re.split(r"\s#|[|;>]|&&", line.strip().removeprefix("$ "))[0].split()
        command = command[next((i for i, word in enumerate(command) if "=" not in word), 0) :]
        if command[:1] == ["selfinstruct"] and len(command) > 1:
            yield command[1:]


def unknown(command: Sequence[str]) -> list[str]:
    """What of a command line the program does not know."""
    group: click.Command = cli
    context = click.Context(cli)
    wrong: list[str] = []
    for position, word in enumerate(command):
        options = {name for parameter in group.get_params(context) for name in (*parameter.opts, *parameter.secondary_opts)}
        name = word.partition("=")[0]
        if name.startswith("-") and name != "-" and not re.fullmatch(r"-\d+", name):
            wrong += [] if name in options else [name]
        elif (
            isinstance(group, click.Group)
            and re.fullmatch(r"[a-z]+(-[a-z]+)*", word)
            and not takes_value(group, context, command[:position])
        ):
            inner = group.get_command(context, word)
            if inner is None:
                return [*wrong, word]
            group = inner
    return wrong


def takes_value(group: click.Command, context: click.Context, before: Sequence[str]) -> bool:
    flags = {name for parameter in group.get_params(context) if getattr(parameter, "is_flag", False) for name in parameter.opts}
    return bool(before) and before[-1].startswith("-") and before[-1] not in flags


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_command_of_a_page_is_one(file: Path) -> None:
    text = file.read_text("utf-8")
    wrong = [(command, found) for command in invocations(text) if (found := unknown(command))]
    assert wrong == []


def every_option(command: click.Command = cli) -> set[str]:
    context = click.Context(command)
    names = {name for parameter in command.get_params(context) for name in parameter.opts}
    if isinstance(command, click.Group):
        inner = filter(None, (command.get_command(context, name) for name in command.list_commands(context)))
        names.update(*map(every_option, inner))
    return names


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_option_that_stands_alone_is_one(file: Path) -> None:
    """In the comparison with other programs the first cells of tables hold options of theirs."""
    text = FENCE.sub("", file.read_text("utf-8"))
    if file.name == "from-the-original.md":
        text = "\n".join(line.split("|", 2)[-1] if line.startswith("|") else line for line in text.split("\n"))
    named = {span.split()[0].partition("=")[0] for span in SPAN.findall(text) if re.match(r"--?[a-z]", span)}
    assert named <= every_option()


def test_the_check_of_commands_can_fail() -> None:
    assert unknown(["run", "--lang", "ko", "--speed", "9"]) == ["--speed"]
    assert unknown(["runs"]) == ["runs"]
    assert unknown(["--without", "ko", "plugins", "--check"]) == []


THEIRS: Mapping[str, str] = {
    "bootstrap_instructions.py": "batch_dir seed_tasks_path num_instructions_to_generate use_clf_seed_tasks_only engine "
    "num_prompt_instructions request_batch_size api_key organization",
    "identify_clf_or_not.py": "batch_dir num_instructions template engine request_batch_size api_key organization",
    "generate_instances.py": "batch_dir input_file output_file num_instructions max_instances_to_generate "
    "generation_tasks_only classification_tasks_only engine request_batch_size api_key organization",
    "prepare_for_finetuning.py": "instance_files classification_type_files output_dir num_instructions include_seed_tasks "
    "seed_tasks_path",
    "generate_instruction.py": "output_dir seed_tasks_path num_instructions_to_generate model_name num_prompt_instructions "
    "request_batch_size temperature top_p num_cpus",
}


@pytest.mark.parametrize("script", THEIRS)
def test_every_flag_of_the_original_scripts_has_its_row(script: str) -> None:
    (heading,) = [line[3:] for line in ORIGINAL.split("\n") if line.startswith("## ") and f"`{script}`" in line]
    assert set(names_in(section(ORIGINAL, heading), "theirs")) >= {f"--{flag}" for flag in THEIRS[script].split()}


SHELL = ["generate_instructions", "is_clf_or_not", "generate_instances", "prepare_for_finetuning", "finetune_gpt3"]


@pytest.mark.parametrize("script", SHELL)
def test_every_shell_script_of_the_original_has_its_row(script: str) -> None:
    assert f"{script}.sh" in names_in(ORIGINAL, "script")


# --- links


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_inside_the_project_lead_somewhere(file: Path) -> None:
    text = FENCE.sub("", file.read_text("utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (file.parent / path).resolve() if path else file
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


def anchors(file: Path) -> set[str]:
    """What the headings of a page are called where these pages are read."""
    headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
