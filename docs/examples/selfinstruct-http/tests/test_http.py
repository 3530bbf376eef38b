"""The backend keeps its contract, against a server that answers and against servers that fail."""

from collections.abc import Callable

import pytest

from selfinstruct.testing import ChatServer
from selfinstruct_http import Http


def test_contract(check_backend: Callable[..., object], chat_server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kit starts servers that fail in every way, and looks for the key in all that is told."""

    def served(url: str, secret: str) -> Http:
        monkeypatch.setenv("HTTP_API_KEY", secret)
        return Http("small", {"url": url})

    check_backend(Http("small", {"url": chat_server.url}), served=served)
