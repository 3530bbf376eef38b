"""The one family of errors: each says what happened, and in `hint` what to do about it."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command line."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    BUDGET = 3
    STALLED = 4
    INTERRUPTED = 130


class SelfInstructError(Exception):
    """Anything that ends a command with one line for the user instead of a traceback; the parent of all errors here.

    message: what happened. hint: what to do, "" for nothing. Neither may hold a key.
    """

    exit_code: Exit = Exit.FAILED

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class ConfigError(SelfInstructError):
    """Wrong options, settings, prompts or input files: the user's to mend."""

    exit_code = Exit.USAGE


class PluginError(SelfInstructError):
    """A language, backend or embedder that is missing, doubled or broken."""


class StoreError(SelfInstructError):
    """The run's folder cannot be read, written or locked."""


class Stalled(SelfInstructError):  # noqa: N818 - it is a state that the run has come to
    """The run can not go on: nothing new comes, or a replayed log has no more answers."""

    exit_code = Exit.STALLED


class BudgetSpent(SelfInstructError):  # noqa: N818 - it is a state that the run has come to
    """The next request could go past what the user allowed, or the user's time is over; the same call goes on."""

    exit_code = Exit.BUDGET


class BackendError(SelfInstructError):
    """A request that failed.

    `permanent` means that this very request will never succeed (it is committed as a failure and not asked again);
    otherwise the run stops, uncommitted, and the same command goes on from there.
    """

    def __init__(self, message: str, *, hint: str = "", permanent: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.permanent = permanent


class TransientError(BackendError):
    """A request that may succeed when it is sent again: the host does that.

    after: how many seconds the server asks to wait, None when it did not say.
    limited: the server has had too many requests or tokens, and answers none until then.
    billable: the server may have done its work and bill it, though no answer came of it.
    """

    def __init__(
        self, message: str, *, hint: str = "", after: float | None = None, limited: bool = False, billable: bool = False
    ) -> None:
        super().__init__(message, hint=hint)
        self.after = after
        self.limited = limited
        self.billable = billable


class QuotaSpent(BackendError):  # noqa: N818 - it is a state that the account has come to
    """The server answers nothing for so long (a day's quota) that waiting is the user's to decide.

    after: how many seconds until it answers again, None when it did not say.
    """

    exit_code = Exit.BUDGET

    def __init__(self, message: str, *, hint: str = "", after: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.after = after


class TooLarge(BackendError):  # noqa: N818 - it is said of the request
    """A request that is more than the model or the account takes in one piece; it would fail each time."""
