"""The servers that are known by name: where they are, whose key they take and what they can do."""

from __future__ import annotations

from dataclasses import dataclass

from selfinstruct.wire import Dialect

_HERE = ("localhost",)
_MANY = 64
_HOSTED = 120.0


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of server.

    title: for people. url: where it is unless told otherwise. variable, hosts: its key, and where that may go.
    needs_key: it answers nobody without one. structured: it holds a model to a schema, whatever the model.
    length: the field that limits a chat answer. stops: how many stop strings it takes.
    local: it runs on the user's own machines, so nobody bills and it may be asked which model it has.
    timeout: seconds for one answer. batches: it has OpenAI's batch API.
    """

    title: str
    url: str = ""
    variable: str = ""
    hosts: tuple[str, ...] = ()
    key_page: str = ""
    needs_key: bool = False
    structured: bool = False
    length: str = "max_tokens"
    stops: int = 4
    penalties: bool = True
    local: bool = False
    timeout: float = 600.0
    batches: bool = False

    def dialect(self, *, chat: bool, length: str, leave_out: frozenset[str]) -> Dialect:
        """How requests to it are written. Only chat knows other names than max_tokens."""
        field = (length or self.length) if chat else "max_tokens"
        return Dialect(field, self.stops, self.penalties, leave_out=leave_out)


OTHER = Preset("the server")
"""A base URL alone. Nothing is known of what is there, so nothing is sent that could be foreign to it, least of all a key."""

PRESETS = {
    "openai": Preset(
        "OpenAI",
        "https://api.openai.com/v1",
        "OPENAI_API_KEY",
        ("api.openai.com",),
        "https://platform.openai.com/api-keys",
        needs_key=True,
        structured=True,
        length="max_completion_tokens",
        timeout=_HOSTED,
        batches=True,
    ),
    "vllm": Preset("vLLM", "http://127.0.0.1:8000/v1", "VLLM_API_KEY", _HERE, structured=True, stops=_MANY, local=True),
    "llama.cpp": Preset(
        "llama.cpp", "http://127.0.0.1:8080/v1", "LLAMA_CPP_API_KEY", _HERE, structured=True, stops=_MANY, local=True
    ),
    # Its key is for Ollama's own cloud; a server on this machine takes none.
    "ollama": Preset(
        "Ollama",
        "http://127.0.0.1:11434/v1",
        "OLLAMA_API_KEY",
        ("ollama.com",),
        "https://ollama.com/settings/keys",
        structured=True,
        stops=_MANY,
        local=True,
    ),
    "together": Preset(
        "Together",
        "https://api.together.xyz/v1",
        "TOGETHER_API_KEY",
        ("api.together.xyz", "api.together.ai"),
        "https://api.together.ai/settings/api-keys",
        needs_key=True,
        timeout=_HOSTED,
    ),
    "openrouter": Preset(
        "OpenRouter",
        "https://openrouter.ai/api/v1",
        "OPENROUTER_API_KEY",
        ("openrouter.ai",),
        "https://openrouter.ai/keys",
        needs_key=True,
        timeout=_HOSTED,
    ),
    "transformers": Preset(
        "transformers serve",
        "http://127.0.0.1:8000/v1",
        "TRANSFORMERS_API_KEY",
        _HERE,
        stops=_MANY,
        penalties=False,
        local=True,
    ),
}
