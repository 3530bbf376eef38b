"""Contracts of languages, backends and embedders: for plugin authors' tests, and for `selfinstruct plugins --check`."""

from selfinstruct.testing.backends import check_backend, prompts_for
from selfinstruct.testing.contract import ContractError
from selfinstruct.testing.embedders import check_embedder
from selfinstruct.testing.languages import check_language

__all__ = ["ContractError", "check_backend", "check_embedder", "check_language", "prompts_for"]
