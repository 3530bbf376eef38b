"""What every test has: no keys, no .env, no network but loopback, and backends that do as they are told."""

from __future__ import annotations

import functools
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from scripted import answering
from sparing import spare

from selfinstruct.plugins import Plugins, load

# How many examples a property has; none is held to a time.
settings.register_profile("quick", max_examples=50, deadline=None)
settings.register_profile("thorough", max_examples=300, deadline=None)
settings.load_profile("thorough" if os.environ.get("SELFINSTRUCT_THOROUGH") else "quick")


# What is started in the background by a shell ignores Ctrl-C, and so would all that the tests start and then interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _spared() -> Iterator[None]:
    """No work is done again and again that says nothing about the project."""
    with pytest.MonkeyPatch.context() as patch:
        spare(patch)
        yield


@pytest.fixture
def plugins() -> Plugins:
    """The installed plugins."""
    return load()


@pytest.fixture
def scripted(plugins: Plugins) -> Callable[..., Plugins]:
    """Makes `--backend scripted` answer by a function."""
    return functools.partial(answering, plugins)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No key in the environment, no .env in the working folder, no connection but to this machine."""
    for name in [name for name in os.environ if name.endswith("_API_KEY")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
