"""Which model a server has, when it has only one."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from selfinstruct.errors import ConfigError
from selfinstruct.wire import Server

_PATIENCE = 5.0
_SHOWN = 8


def only_model(server: Server) -> str:
    """The one model of a server. Raises ConfigError when there are none or several, or nobody answers."""
    names = _models(server)
    if len(names) != 1:
        there = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
        raise ConfigError(f"{server.name} has {len(names)} models{': ' if names else ''}{there}", hint="choose with --model")
    return names[0]


def _models(server: Server) -> list[str]:
    url = urlsplit(f"{server.url}/models")
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=_PATIENCE)
    headers = {"authorization": f"Bearer {server.key}"} if server.key else {}
    try:
        connection.request("GET", url.path, headers=headers)
        response = connection.getresponse()
        rows = json.loads(response.read())["data"] if response.status == 200 else None
        names = [row["id"] for row in rows] if rows is not None else None
    except (OSError, HTTPException, ValueError, LookupError, TypeError) as error:
        cause = f"{type(error).__name__}: {error}"
        hint = "is it running? With --model it is not asked which models it has"
        raise ConfigError(f"{server.name} at {server.url} does not list its models: {cause}", hint=hint) from None
    finally:
        connection.close()
    if names is None:
        message = f"{server.name} at {server.url} does not list its models: status {response.status}"
        raise ConfigError(message, hint="name one with --model")
    return [name for name in names if isinstance(name, str)]
