"""A new backend: a package that answers at once, by a placeholder or from a server, for its author to put a model behind."""

from __future__ import annotations

from typing import Literal

from selfinstruct.errors import ConfigError
from selfinstruct.scaffold.folder import KEBAB, Package, check_package, filled, module_of

Kind = Literal["function", "http"]
_LONGEST = 32


def backend_package(name: str, kind: Kind = "function") -> Package:
    """The package of a backend. Raises ConfigError for a name that can not be used.

    kind: `function` calls a function of Python; `http` asks a server that speaks chat completions.
    """
    if not KEBAB.fullmatch(name) or len(name) > _LONGEST:
        hint = f"small letters, digits and single hyphens, a letter first, at most {_LONGEST} in all: my-model"
        raise ConfigError(f"{name!r} is no name for a backend", hint=hint)
    package = f"selfinstruct-{name}"
    check_package(package, "choose another name")
    module = module_of(package)
    templates = {
        "pyproject.toml": "backend/pyproject.toml",
        "README.md": "backend/README.md",
        f"{module}/__init__.py": f"backend/{kind}.py",
        "tests/test_contract.py": f"backend/test_{kind}.py",
    }
    if kind == "function":
        templates[f"{module}/placeholder.py"] = "backend/placeholder.py"
    values = {
        "package": package,
        "module": module,
        "name": name,
        "entry": name,
        "kind": kind,
        "class_name": "".join(map(str.capitalize, name.split("-"))) + "Backend",
        "key_name": f"{name.replace('-', '_').upper()}_API_KEY",
    }
    return Package(package, name, {**filled(templates, values), f"{module}/py.typed": ""})
