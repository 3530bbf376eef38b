"""The hub: a data set is created there, and files become one commit. What goes wrong is told as an error of ours."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from selfinstruct.errors import ConfigError, SelfInstructError
from selfinstruct.keys import api_key

HUB = "https://huggingface.co"
TOKEN = "HF_TOKEN"  # noqa: S105 - the name of the variable

_HINTS = {
    400: "its answer says what to mend; --license takes the hub's short names",
    401: "make a token with write access at {endpoint}/settings/tokens and put it into HF_TOKEN, or: hf auth login",
    402: "the account has to pay for that, or the data set has to be public",
    403: "the token has no write access to {owner}: take one that has, or another --repo",
    404: "look whether {owner} is spelled right, and whether the token may see it",
    409: "somebody else changes it right now: give the same command again",
    413: "publish less: leave --with-log out, or --max-instances 1",
    429: "too many requests: wait some minutes and give the same command again",
}
_TROUBLE = "the hub has a fault, or the connection to it: give the same command again later"
_NETWORK = ("httpx", "httpx2", "httpcore", "httpcore2", "requests", "urllib3")


class HubError(SelfInstructError):
    """The hub has not taken the data. What it has taken is one whole commit or nothing."""


def send(
    files: Mapping[str, Path], repo: str, *, private: bool, endpoint: str, message: str, removable: Collection[str]
) -> str:
    """Create the data set unless it is there, and commit the files; the address of the data set.

    removable: names of files that are removed there unless they are among `files`.
    Raises ConfigError when there is no token or no huggingface_hub, and HubError.
    """
    if find_spec("huggingface_hub") is None:
        raise ConfigError("huggingface_hub is needed and not installed", hint="pip install 'selfinstruct[hub]'")
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi, get_token

    token = api_key(TOKEN) or get_token()
    if not token:
        raise ConfigError("there is no token for the hub", hint=_HINTS[401].format(endpoint=endpoint))
    api = HfApi(endpoint=endpoint, token=token, library_name="selfinstruct")
    with _told(repo, endpoint, token), _progress():
        api.create_repo(repo, repo_type="dataset", private=True if private else None, exist_ok=True)
        if private:
            _check_private(api, repo)
        there = api.list_repo_files(repo, repo_type="dataset")
        gone = [CommitOperationDelete(name) for name in there if name in removable and name not in files]
        added = [CommitOperationAdd(name, str(path)) for name, path in files.items()]
        api.create_commit(repo, [*gone, *added], repo_type="dataset", commit_message=message)
    return address(repo, endpoint)


def address(repo: str, endpoint: str) -> str:
    """Where a data set is looked at."""
    return f"{endpoint}/datasets/{repo}"


def _check_private(api: Any, repo: str) -> None:
    """A data set that is there already keeps its visibility, whatever is asked for."""
    if not api.repo_info(repo, repo_type="dataset").private:
        hint = "make it private in its settings there, choose another --repo, or leave --private out"
        raise HubError(f"{repo} is there already, and public: nothing was sent", hint=hint)


@contextmanager
def _progress() -> Iterator[None]:
    """Bars are for terminals."""
    from huggingface_hub.utils import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

    if sys.stderr.isatty() or are_progress_bars_disabled():
        yield
        return
    disable_progress_bars()
    try:
        yield
    finally:
        enable_progress_bars()


@contextmanager
def _told(repo: str, endpoint: str, token: str) -> Iterator[None]:
    """Errors of the hub's library in two lines, without the token, which a server may repeat."""
    try:
        yield
    except SelfInstructError:
        raise
    except Exception as error:
        told = _error(error, repo, endpoint)
        told.message = told.message.replace(token, "…")
        raise told from None


def _error(error: BaseException, repo: str, endpoint: str) -> HubError:
    """What an error of the library means."""
    from huggingface_hub.errors import HfHubHTTPError

    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, HfHubHTTPError) and cause.response is not None:
            return _refused(cause, repo, endpoint)
    if any(type(cause).__module__.partition(".")[0] in _NETWORK for cause in causes):
        return HubError(f"{endpoint} can not be reached: {_line(error)}", hint="look at the network, and at --endpoint")
    if isinstance(error, ValueError):
        return HubError(f"{repo}: {_line(error)}", hint=_HINTS[400])
    return HubError(f"{repo}: {type(error).__name__}: {_line(error)}", hint=_TROUBLE)


def _refused(error: Any, repo: str, endpoint: str) -> HubError:
    status = error.response.status_code
    hint = _HINTS.get(status, _TROUBLE).format(endpoint=endpoint, owner=repo.partition("/")[0])
    said = " ".join((error.server_message or "").split()) or "and says no more"
    return HubError(f"{endpoint} answers {status} about {repo}: {said}", hint=hint)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
