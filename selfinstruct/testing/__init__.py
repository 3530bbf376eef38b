"""What languages, backends and embedders promise: for plugin authors' tests, and for `selfinstruct plugins --check`.

With pytest, ask for the fixtures `check_language`, `check_backend`, `check_embedder` and `chat_server`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selfinstruct.testing.backends import check_backend, prompts_for
    from selfinstruct.testing.chatserver import ChatServer
    from selfinstruct.testing.contract import ContractError, Report
    from selfinstruct.testing.embedders import check_embedder
    from selfinstruct.testing.languages import check_language, similarity

__all__ = [
    "ChatServer",
    "ContractError",
    "Report",
    "check_backend",
    "check_embedder",
    "check_language",
    "prompts_for",
    "similarity",
]

_HOMES = {
    "ChatServer": "chatserver",
    "ContractError": "contract",
    "Report": "contract",
    "check_backend": "backends",
    "check_embedder": "embedders",
    "check_language": "languages",
    "prompts_for": "backends",
    "similarity": "languages",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for: whoever only has the pytest plugin registered pays for none of it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """What there is to ask for, before it is imported."""
    return sorted({*globals(), *__all__})
