"""The Groq backend: chat completions over the groq SDK."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from selfinstruct.backend import Abilities
from selfinstruct.errors import ConfigError
from selfinstruct.wire import (
    PARALLEL,
    WIDTH,
    Ask,
    Dialect,
    Lanes,
    Reply,
    Server,
    WireBatches,
    base_url,
    check_options,
    is_loopback,
    is_made_for,
    key_for,
    no_connection,
    one_of,
    seconds,
    whole_number,
)
from selfinstruct_groq.models import DEFAULT, known

if TYPE_CHECKING:
    import ssl

    import httpx
    from groq import AsyncGroq

VARIABLE = "GROQ_API_KEY"
_URL = "https://api.groq.com"
_HOSTS = ("api.groq.com",)
_PATH = "/openai/v1"
_KEYS = "https://console.groq.com/keys"
_OPTIONS = {
    "base-url",
    "credential",
    "reasoning-effort",
    "reasoning-format",
    "service-tier",
    "structured",
    "thinking",
    "timeout",
}
_SENT_ALONG = {"reasoning-format": "reasoning_format", "service-tier": "service_tier"}
_CONNECT = 10.0


class Groq(WireBatches):
    """Asks a model at Groq. The key comes from `GROQ_API_KEY` and goes to Groq alone; options are in the README."""

    name: ClassVar[str] = "groq"

    def __init__(self, model: str | None, options: Mapping[str, str]) -> None:
        super().__init__(model or DEFAULT, options)
        check_options(self.name, options, _OPTIONS)
        name = self.model or DEFAULT
        self._known = known(name)
        self._effort = options.get("reasoning-effort", self._known.effort)
        self._thinking = whole_number(options, "thinking", self._known.room(self._effort))
        self.timeout = seconds(options, "timeout", 120.0)
        self._structured = one_of(options, "structured", ("yes", "no")) or ("yes" if self._known.structured else "no")
        self._root = self._without_path(base_url(options.get("base-url", _URL)))
        self.server = self._asked(name)
        self.dialect = self._spoken()
        self._lanes: Lanes[AsyncGroq] = Lanes(self._connected)
        self._trust: ssl.SSLContext | None = None

    @property
    def abilities(self) -> Abilities:
        """Chat, by schema where the model is held to it, and in batches."""
        return Abilities(
            structured=self._structured == "yes",
            parallel=PARALLEL,
            billed=True,
            context=self._known.context,
            thinking=self._thinking,
            batches=True,
        )

    async def send(self, fields: Mapping[str, Any]) -> Reply:
        """One request to Groq."""
        return await self.call(lambda client: client.chat.completions.with_raw_response.create(**fields))

    async def call(self, ask: Ask) -> Reply:
        """One call of the SDK, which neither retries nor parses."""
        from groq import APIConnectionError, APIStatusError

        try:
            with self._lanes.one() as client:
                raw = await ask(client)
        except APIStatusError as error:
            return _reply(error.response)
        except APIConnectionError as error:
            raise no_connection(error, self.server) from error
        return _reply(raw.http_response)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._lanes.close()

    def _without_path(self, url: str) -> str:
        """The URL as the SDK wants it: it adds the path itself, and a second one would lead nowhere."""
        if not url.endswith(_PATH):
            return url
        self.remarks.append(f"groq: {_PATH} at the end of base-url is left out; the SDK adds it")
        return url.removesuffix(_PATH)

    def _asked(self, model: str) -> Server:
        variable, key = key_for(self._root, self.options.get("credential"), VARIABLE, _HOSTS)
        if not key and is_made_for(self._root, _HOSTS):
            hint = f"get one at {_KEYS}, then `export {VARIABLE}=...` or write it into .env; --backend offline needs none"
            raise ConfigError(f"groq needs a key, and {VARIABLE} is not set", hint=hint)
        if not key:
            self.remarks.append(f"groq: {self._root} is not Groq's, so it gets no key; --option credential=VARIABLE names one")
        url = f"{self._root}{_PATH}"
        return Server("Groq", url, model, variable, key, key_page=_KEYS, requests_per="day")

    def _spoken(self) -> Dialect:
        extra = {field: self.options[option] for option, field in _SENT_ALONG.items() if option in self.options}
        if self._effort:
            extra["reasoning_effort"] = self._effort
        return Dialect(
            max_tokens="max_completion_tokens",
            penalties=False,
            strict=self._known.structured,
            extra=extra,
        )

    def _connected(self) -> AsyncGroq:
        """A client of the running loop, which holds no key: `Server.dress` puts it on, and only it."""
        import httpx
        from groq import AsyncGroq, DefaultAsyncHttpxClient

        # Reading the certificates takes longer than all the rest of it.
        self._trust = self._trust or httpx.create_ssl_context()
        http = DefaultAsyncHttpxClient(
            verify=self._trust,
            limits=httpx.Limits(max_connections=WIDTH, max_keepalive_connections=WIDTH),
            timeout=httpx.Timeout(self.timeout, connect=min(_CONNECT, self.timeout)),
            follow_redirects=False,
            trust_env=not is_loopback(self.server.url),  # no proxy stands between this machine and itself
            event_hooks={"request": [self._dress]},
        )
        return AsyncGroq(api_key="unused", base_url=self._root, max_retries=0, timeout=http.timeout, http_client=http)

    async def _dress(self, request: httpx.Request) -> None:
        self.server.dress(request.headers)


def _reply(response: httpx.Response) -> Reply:
    return Reply.of(response.status_code, response.headers, response.content)
