"""A server as the wire sees it: where it is, whose key it may have, and what it replied."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from selfinstruct.errors import ConfigError
from selfinstruct.keys import api_key
from selfinstruct.wire.limits import Span

_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
_SENT = {"host", "accept", "accept-encoding", "connection", "content-type", "content-length", "transfer-encoding", "user-agent"}
# By this one the SDKs know, once the reply is there, that they are not to parse it.
_SENT |= {"x-stainless-raw-response"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back over HTTP. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def of(cls, status: int, headers: Mapping[str, str], body: bytes) -> Reply:
        """A reply as an HTTP library gives it."""
        return cls(status, {name.lower(): value for name, value in headers.items()}, body)


@dataclass(frozen=True, slots=True)
class Server:
    """Who is asked, for what is sent and for what is said when it fails.

    name: for people. url: where the API begins, `/v1` and all. model: the one asked.
    variable, key: the environment variable of the key that is sent, and its value; "" when none is sent.
    key_page: where a key comes from. requests_per: what its `x-ratelimit-*-requests` headers count.
    """

    name: str
    url: str
    model: str = ""
    variable: str = ""
    key: str = field(default="", repr=False)
    key_page: str = ""
    requests_per: Span = "minute"

    @property
    def host(self) -> str:
        """The host's name, for people."""
        return urlsplit(self.url).netloc

    def clean(self, body: bytes) -> bytes:
        """A reply's body without the key, in case that the server repeats it."""
        return body.replace(self.key.encode(), b"[key]") if self.key else body

    def dress(self, headers: MutableMapping[str, str]) -> None:
        """Leave a request only the headers that HTTP needs, and add this server's own key.

        What SDKs add goes: organisations, projects and custom headers out of the environment, all made for other hosts.
        """
        for name in [name for name in headers if name.lower() not in _SENT]:
            del headers[name]
        if self.key:
            headers["authorization"] = f"Bearer {self.key}"

    @property
    def models_command(self) -> str:
        """What lists the models, for the user's shell."""
        sign = f' -H "Authorization: Bearer ${self.variable}"' if self.variable else ""
        return f"curl{sign} {self.url}/models"


def base_url(text: str) -> str:
    """A base URL as it was given, less slashes at the end. Raises ConfigError, also for one that holds a password."""
    try:
        url = urlsplit(text)
        good = url.scheme in {"http", "https"} and bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        good, url = False, urlsplit("")
    if url.username or url.password or url.query or url.fragment:
        hint = "options are written to run.toml: a key goes into an environment variable, --option credential=VARIABLE names it"
        raise ConfigError("base-url: user, password, query and fragment are not taken", hint=hint)
    if not good:
        raise ConfigError(f"base-url {text!r}: not a URL of a server", hint="for example http://127.0.0.1:8000/v1")
    return text.rstrip("/")


def is_loopback(url: str) -> bool:
    """Whether a URL leads to this machine."""
    return is_local(urlsplit(url).hostname or "")


def is_local(host: str) -> bool:
    """Whether a host is this machine and no other can reach it."""
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_made_for(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether a key of these hosts (and their subdomains) may go to a URL: only encrypted, or to this machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_loopback(url):
        return any(is_loopback(f"http://{name}") for name in hosts)
    return parts.scheme == "https" and any(host == name or host.endswith(f".{name}") for name in hosts)


def key_for(url: str, named: str | None, variable: str, hosts: tuple[str, ...]) -> tuple[str, str]:
    """Variable and value of the key that goes to a URL, empty when none does. Raises ConfigError, which never shows a key.

    named: the variable that the user names for this very URL. variable, hosts: a provider's own, and where its key may go.
    """
    if named is not None:
        return named, _named_key(named)
    key = api_key(variable) if variable and is_made_for(url, hosts) else None
    return (variable, _checked_key(variable, key)) if key else ("", "")


def _named_key(variable: str) -> str:
    if not _VARIABLE.fullmatch(variable):
        hint = "for example --option credential=MY_API_KEY; the key itself belongs into the environment or .env"
        raise ConfigError("option credential: give the NAME of an environment variable, in capitals", hint=hint)
    key = api_key(variable)
    if key is None:
        raise ConfigError(f"option credential: {variable} is not set", hint=f"export {variable}=..., or write it into .env")
    return _checked_key(variable, key)


def _checked_key(variable: str, key: str) -> str:
    key = key.strip()
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise ConfigError(f"{variable} holds white space or letters that no key has", hint=f"set {variable} again")
    return key
