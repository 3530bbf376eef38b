"""A practice server: speaks chat completions on this machine, and answers from a few phrases. It is no model.

`python -m selfinstruct.testing.chatserver` runs it for people, `with ChatServer() as server` in tests.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from random import Random
from typing import Any

from selfinstruct.testing.chatserver.answering import answer
from selfinstruct.testing.servers import Exchange, Heard, LocalServer

MODEL = "practice"
_TOKEN = re.compile(r"\s*\w{1,6}|\s*[^\w\s]|\s+")
_DEFAULT_TOKENS = 1024


class ChatServer(LocalServer):
    """Answers `/v1/chat/completions`, `/v1/completions` and `/v1/models`: the same request gets the same answer.

    Stop strings, `max_tokens` (finish_reason "length"), JSON schemas and usage are as with a real server; a token is a piece
    of a word. Any model name and any key are taken. English prompts of `selfinstruct` are answered in the form they ask for,
    all else with some sentences.
    """

    def answer(self, heard: Heard, exchange: Exchange) -> None:
        """Reply to one request."""
        status, reply = self._reply(heard)
        exchange.reply(json.dumps(reply).encode(), status)

    def _reply(self, heard: Heard) -> tuple[int, dict[str, Any]]:
        path = heard.path.partition("?")[0].rstrip("/")
        if heard.method == "GET":
            return (200, _models()) if path.endswith("/models") else (200, {"practice server": self.url, "models": [MODEL]})
        if not path.endswith("/completions"):
            return 404, _error(f"there is no {path}: ask {self.url}/chat/completions")
        try:
            asked = heard.json()
            return 200, _completion(asked, chat=path.endswith("/chat/completions"))
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            wanted = "a JSON object with model and messages, or with model and prompt for /completions"
            return 400, _error(f"{type(error).__name__}: {error}; wanted is {wanted}")


def _completion(asked: Mapping[str, Any], *, chat: bool) -> dict[str, Any]:
    if asked.get("stream"):
        raise ValueError("this server does not stream")
    shown = _shown(asked["messages"]) if chat else _text(asked["prompt"])
    name = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    told = answer(shown, Random(name), _schema(asked))
    text, finish, tokens = _ended(told, _stops(asked), _limit(asked))
    said: dict[str, Any] = {"message": {"role": "assistant", "content": text}} if chat else {"text": text}
    used = {"prompt_tokens": len(_TOKEN.findall(shown)), "completion_tokens": tokens}
    return {
        "id": f"practice-{name[:12]}",
        "object": "chat.completion" if chat else "text_completion",
        "created": 0,
        "model": str(asked.get("model") or MODEL),
        "choices": [{"index": 0, **said, "finish_reason": finish}],
        "usage": used | {"total_tokens": sum(used.values())},
    }


def _ended(text: str, stops: list[str], limit: int) -> tuple[str, str, int]:
    """A text up to its first stop string and its limit, why it ended, and its tokens."""
    text = min((text.partition(stop)[0] for stop in stops if stop), key=len, default=text)
    tokens = _TOKEN.findall(text)
    if len(tokens) > limit:
        return "".join(tokens[:limit]), "length", limit
    return text, "stop", len(tokens)


def _shown(messages: Any) -> str:
    return "\n\n".join(_text(message["content"]) for message in messages)


def _text(content: Any) -> str:
    """A text, or the texts of a content in parts."""
    return content if isinstance(content, str) else "".join(str(part["text"]) for part in content if part.get("type") == "text")


def _stops(asked: Mapping[str, Any]) -> list[str]:
    told = asked.get("stop") or []
    return [told] if isinstance(told, str) else [str(stop) for stop in told]


def _limit(asked: Mapping[str, Any]) -> int:
    told = (asked.get(name) for name in ("max_completion_tokens", "max_tokens"))
    limit = int(next((each for each in told if each is not None), _DEFAULT_TOKENS))
    if limit < 1:
        raise ValueError(f"max_tokens is {limit}, which is less than 1")
    return limit


def _schema(asked: Mapping[str, Any]) -> Mapping[str, Any] | None:
    told = asked.get("response_format") or {}
    schema: Mapping[str, Any] | None = told["json_schema"]["schema"] if told.get("type") == "json_schema" else None
    return schema


def _models() -> dict[str, Any]:
    return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "selfinstruct"}]}


def _error(message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None}}
