"""A new language: a package in which all is there but what only its author can write."""

from __future__ import annotations

from selfinstruct import jsonl
from selfinstruct.scaffold.facts import Facts
from selfinstruct.scaffold.folder import Package, check_package, filled, module_of
from selfinstruct.scaffold.placeholders import Placeholders


def language_package(facts: Facts, package: str | None = None) -> Package:
    """The package of a language, with placeholders in its script. Raises ConfigError for a name that can not be used."""
    name = f"selfinstruct-{facts.code.lower()}" if package is None else package
    check_package(name, "choose another name with --package")
    module, made = module_of(name), Placeholders(facts)
    templates = {
        "pyproject.toml": "lang/pyproject.toml",
        "README.md": "lang/README.md",
        f"{module}/__init__.py": "lang/module.py",
        f"{module}/prompts.toml": "lang/prompts.toml",
        "tests/test_contract.py": "lang/test_contract.py",
    }
    values = {
        "package": name,
        "module": module,
        "code": facts.code,
        "entry": facts.code,
        "name": facts.name,
        "english_name": facts.english_name,
        "spaced": facts.script.spaced,
        "shared": facts.script.shared,
        "scripts": facts.script.names,
        "script_code": facts.script.code,
        "marks": facts.script.marks(),
        "near_duplicates": made.near_duplicates(),
        "distinct": made.distinct(),
        "classify": made.classify,
        "input_first": made.input_first,
        "output_first": made.output_first,
    }
    seeds = b"".join(map(jsonl.dump, made.seeds())).decode()
    return Package(name, facts.code, {**filled(templates, values), f"{module}/seeds.jsonl": seeds, f"{module}/py.typed": ""})
