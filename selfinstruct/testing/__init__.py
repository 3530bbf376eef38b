"""Contracts that every language and backend must keep: for plugin authors' tests, and for `selfinstruct plugins --check`."""

from selfinstruct.testing.backends import check_backend, prompts_for
from selfinstruct.testing.contract import ContractError
from selfinstruct.testing.languages import check_language

__all__ = ["ContractError", "check_backend", "check_language", "prompts_for"]
