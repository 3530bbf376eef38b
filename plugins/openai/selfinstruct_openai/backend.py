"""The OpenAI backend: chat and plain completions over the openai SDK, from whoever speaks its format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from selfinstruct.backend import Abilities
from selfinstruct.errors import ConfigError
from selfinstruct.wire import (
    PARALLEL,
    WIDTH,
    Ask,
    Lanes,
    Reply,
    Server,
    WireBatches,
    base_url,
    check_options,
    is_loopback,
    is_made_for,
    key_for,
    names,
    no_connection,
    one_of,
    seconds,
    whole_number,
)
from selfinstruct_openai.discovery import only_model
from selfinstruct_openai.presets import OTHER, PRESETS

if TYPE_CHECKING:
    import ssl

    import httpx2
    from openai import AsyncOpenAI

_OPTIONS = {
    "base-url",
    "credential",
    "leave-out",
    "length-field",
    "preset",
    "reasoning-effort",
    "service-tier",
    "structured",
    "style",
    "thinking",
    "timeout",
}
_LENGTHS = ("max_tokens", "max_completion_tokens")
_SENT_ALONG = {"reasoning-effort": "reasoning_effort", "service-tier": "service_tier"}
_WITHOUT_SCHEMA = re.compile(r"gpt-3\.5|gpt-4(-|$)|davinci|babbage|chatgpt")
_CONNECT = 10.0


class OpenAI(WireBatches):
    """Asks OpenAI or, by preset or base URL, any server that speaks its format. Options are in the README.

    A key goes only to the hosts it was made for, or where `credential` says.
    """

    name: ClassVar[str] = "openai"

    def __init__(self, model: str | None, options: Mapping[str, str]) -> None:
        super().__init__(model, options)
        check_options(self.name, options, _OPTIONS)
        self._named = one_of(options, "preset", tuple(PRESETS), "" if "base-url" in options else "openai")
        self._preset = PRESETS.get(self._named, OTHER)
        self._chat = one_of(options, "style", ("chat", "completion"), "chat") == "chat"
        self.endpoint = "/v1/chat/completions" if self._chat else "/v1/completions"
        self.timeout = seconds(options, "timeout", self._preset.timeout)
        self.server = self._asked(base_url(options.get("base-url", self._preset.url)))
        self.dialect = self._preset.dialect(
            chat=self._chat,
            length=one_of(options, "length-field", _LENGTHS),
            leave_out=names(options, "leave-out"),
        )
        extra = {field: options[option] for option, field in _SENT_ALONG.items() if option in options}
        self.dialect = replace(self.dialect, extra=extra)
        self._thinking = whole_number(options, "thinking", 0)
        self._structured = self._chat and self._can_structure()
        self._lanes: Lanes[AsyncOpenAI] = Lanes(self._connected)
        self._trust: ssl.SSLContext | None = None

    @property
    def abilities(self) -> Abilities:
        """In the style that was asked for, by schema where server and model can, in batches where the server has them."""
        return Abilities(
            style="chat" if self._chat else "completion",
            structured=self._structured,
            parallel=PARALLEL,
            billed=self._is_billed(),
            thinking=self._thinking,
            batches=self._preset.batches,
        )

    async def send(self, fields: Mapping[str, Any]) -> Reply:
        """One request."""
        if self._chat:
            return await self.call(lambda client: client.chat.completions.with_raw_response.create(**fields))
        return await self.call(lambda client: client.completions.with_raw_response.create(**fields))

    async def call(self, ask: Ask) -> Reply:
        """One call of the SDK, which neither retries nor parses."""
        from openai import APIConnectionError, APIStatusError

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

    def _asked(self, url: str) -> Server:
        preset = self._preset
        variable, key = key_for(url, self.options.get("credential"), preset.variable, preset.hosts)
        if not key and preset.needs_key and is_made_for(url, preset.hosts):
            hint = f"get one at {preset.key_page}, then `export {preset.variable}=...` or write it into .env"
            raise ConfigError(f"{preset.title} needs a key, and {preset.variable} is not set", hint=hint)
        if key and not url.startswith("https:") and not is_loopback(url):
            self.remarks.append(f"openai: the key in {variable} goes to {url} unencrypted")
        server = Server(preset.title, url, self.model or "", variable, key, key_page=preset.key_page)
        if not server.model:
            if preset.needs_key:
                hint = f"--model NAME; what there is: {server.models_command}"
                raise ConfigError(f"{preset.title} has many models, and none is named", hint=hint)
            server = replace(server, model=only_model(server))
            self.model = server.model
        return server

    def _can_structure(self) -> bool:
        told = one_of(self.options, "structured", ("yes", "no"))
        able = self._preset.structured and not (self._named == "openai" and _WITHOUT_SCHEMA.match(self.server.model))
        return told == "yes" if told else able

    def _is_billed(self) -> bool:
        return not is_loopback(self.server.url) and not (self._preset.local and not self.server.key)

    def _connected(self) -> AsyncOpenAI:
        """A client of the running loop, which holds no key: `Server.dress` puts it on, and only it."""
        import httpx2
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient

        # Reading the certificates takes longer than all the rest of it.
        self._trust = self._trust or httpx2.create_ssl_context()
        http = DefaultAsyncHttpxClient(
            verify=self._trust,
            limits=httpx2.Limits(max_connections=WIDTH, max_keepalive_connections=WIDTH),
            timeout=httpx2.Timeout(self.timeout, connect=min(_CONNECT, self.timeout)),
            follow_redirects=False,
            trust_env=not is_loopback(self.server.url),  # no proxy stands between this machine and itself
            event_hooks={"request": [self._dress]},
        )
        # What is None here the SDK looks for in the environment, where it finds what was made for OpenAI; all of it is
        # given or taken off again by `dress`.
        return AsyncOpenAI(
            api_key="unused",
            organization=None,
            project=None,
            base_url=self.server.url,
            max_retries=0,
            timeout=http.timeout,
            http_client=http,
        )

    async def _dress(self, request: httpx2.Request) -> None:
        self.server.dress(request.headers)


def _reply(response: httpx2.Response) -> Reply:
    return Reply.of(response.status_code, response.headers, response.content)
