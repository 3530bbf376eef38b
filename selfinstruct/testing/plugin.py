"""The pytest plugin: the checks and a practice server as fixtures, and what was checked at the end of a run.

It is loaded by every pytest in an environment with selfinstruct, so nothing is imported before a fixture is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from selfinstruct.testing.chatserver import ChatServer
    from selfinstruct.testing.contract import Report

TITLE = "selfinstruct contracts"
_PROPERTY = TITLE

Check = Callable[..., "Report"]


@pytest.fixture
def check_language(request: pytest.FixtureRequest) -> Check:
    """Check that a Language keeps its contract: `check_language(THAI, near_duplicates=[...], distinct=[...])`."""
    return _noting(request.node, "check_language")


@pytest.fixture
def check_backend(request: pytest.FixtureRequest) -> Check:
    """Check that a backend keeps its contract: `check_backend(Mine(None, {}))`."""
    return _noting(request.node, "check_backend")


@pytest.fixture
def check_embedder(request: pytest.FixtureRequest) -> Check:
    """Check that an embedder keeps its contract: `check_embedder(Mine(None, {}))`."""
    return _noting(request.node, "check_embedder")


@pytest.fixture
def chat_server() -> Iterator[ChatServer]:
    """A practice server that speaks chat completions on this machine; its address is `chat_server.url`."""
    from selfinstruct.testing.chatserver import ChatServer

    with ChatServer() as server:
        yield server


def _noting(item: pytest.Item, name: str) -> Check:
    """The function of this name, which leaves with the test what it found."""

    def check(*arguments: Any, **named: Any) -> Report:
        __tracebackhide__ = True
        from selfinstruct import testing

        try:
            report: Report = getattr(testing, name)(*arguments, **named)
        except testing.ContractError as error:
            note = str(error).partition("\n")[0]
            item.user_properties.append((_PROPERTY, f"{note}: {', '.join(error.broken)}" if error.broken else note))
            raise
        item.user_properties.append((_PROPERTY, "\n".join(report.lines(names=item.config.option.verbose > 0))))
        return report

    return check


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what the checks of all tests found; nothing where there were none."""
    found = list(_notes(terminalreporter))
    if found:
        terminalreporter.section(TITLE)
        for test, note in found:
            first, *more = note.split("\n")
            terminalreporter.write_line(f"{first}  ({test})")
            for line in more:
                terminalreporter.write_line(line)


def _notes(terminalreporter: pytest.TerminalReporter) -> Iterator[tuple[str, str]]:
    """Test and note. A test's properties come with the report of each phase, from other processes too; the last has all."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "teardown":
                yield from ((report.nodeid, str(note)) for name, note in report.user_properties if name == _PROPERTY)
