"""The tokenizer's side of a model: prompts to tokens, tokens to text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from selfinstruct.backend import Message, Prompt, Style
from selfinstruct.errors import ConfigError
from selfinstruct_transformers.choice import Choice
from selfinstruct_transformers.failure import config_error

_THOUGHTS_END = "</think>"
_UNFINISHED_THOUGHTS = re.compile(r"\s*<think>")


class Wording:
    """Tokenizer and configuration of a model. Loads no weights.

    config: the model's. style: "chat" when the tokenizer has a chat template. context: tokens that prompt and answer may
    have together, or None. commit: of the model on the hub, "" for a folder.
    """

    def __init__(self, choice: Choice) -> None:
        """Raises ConfigError when there is no such model, it may not be read, or has not the style that is asked for."""
        from transformers import AutoConfig, AutoTokenizer

        quiet()
        where: dict[str, Any] = {"revision": choice.revision, "trust_remote_code": False}
        try:
            self.config = AutoConfig.from_pretrained(choice.model, **where)
            self._tokenizer = AutoTokenizer.from_pretrained(choice.model, **where)
        except Exception as error:
            raise config_error(error, choice.model, choice.revision) from error
        if self.config.is_encoder_decoder:
            hint = "take one that goes on with a text or a chat: a causal language model"
            raise ConfigError(f"{choice.model} is an encoder-decoder model, which is not supported", hint=hint)
        self.context: int | None = getattr(self.config.get_text_config(decoder=True), "max_position_embeddings", None) or None
        self.commit: str = getattr(self.config, "_commit_hash", None) or ""
        self.style = self._style(choice)
        self._thinking = choice.thinking

    def ends(self, named: int | list[int] | None) -> tuple[int, ...]:
        """The end tokens: those that the weights' generation configuration names, and the tokenizer's own."""
        more = named if isinstance(named, list) else [named]
        return tuple(sorted({end for end in [*more, self._tokenizer.eos_token_id] if end is not None}))

    def pad(self, ends: Sequence[int]) -> int:
        """A token to fill up with. It is masked out, so any will do."""
        pad: int | None = self._tokenizer.pad_token_id
        return pad if pad is not None else next(iter(ends), 0)

    def tokens(self, prompt: Prompt) -> list[int]:
        """The tokens that the model is shown. Raises ConfigError when the chat template does not take the messages."""
        if not prompt.messages:
            return self._ids(prompt.text, special=True)
        try:
            text = self._rendered(prompt.messages)
        except Exception as error:
            if prompt.messages[0].role != "system":
                raise _template_error(error) from error
            text = self._without_system(prompt.messages)
        # The template has written the beginning token itself.
        return self._ids(text, special=False)

    def text(self, tokens: Sequence[int]) -> str:
        """What tokens say, special ones left out."""
        told: str = self._tokenizer.decode(tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False)
        return told

    def _ids(self, text: str, *, special: bool) -> list[int]:
        # Tokenizers take no lone surrogates.
        sound = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        ids: list[int] = self._tokenizer(sound, add_special_tokens=special)["input_ids"]
        # Where nothing is said, the answer still follows upon a token.
        begin = self._tokenizer.bos_token_id
        return ids or [self._tokenizer.eos_token_id or 0 if begin is None else begin]

    def _rendered(self, messages: Sequence[Message]) -> str:
        turns = [{"role": message.role, "content": message.content} for message in messages]
        text: str = self._tokenizer.apply_chat_template(
            turns, tokenize=False, add_generation_prompt=True, enable_thinking=self._thinking
        )
        return text

    def _without_system(self, messages: Sequence[Message]) -> str:
        """Some models know no system message: it then begins the user's."""
        system, user, *rest = messages
        try:
            return self._rendered([Message(user.role, f"{system.content}\n\n{user.content}"), *rest])
        except Exception as error:
            raise _template_error(error) from error

    def _style(self, choice: Choice) -> Style:
        templated = bool(self._tokenizer.chat_template)
        if choice.style == "chat" and not templated:
            hint = "leave option style out: the model then completes texts"
            raise ConfigError(f"option style: the tokenizer of {choice.model} has no chat template", hint=hint)
        return "chat" if templated and choice.style != "completion" else "completion"


def said(text: str) -> tuple[str, str]:
    """A chat model's answer -> what it says, and what it thought aloud before ("" if it did not)."""
    thoughts, mark, answer = text.rpartition(_THOUGHTS_END)
    if mark:
        return answer.lstrip("\n"), _UNFINISHED_THOUGHTS.sub("", thoughts, count=1).strip()
    if opening := _UNFINISHED_THOUGHTS.match(text):
        return "", text[opening.end() :].strip()
    return text, ""


@lru_cache(maxsize=4)
def wording(choice: Choice) -> Wording:
    """The wording of a model, loaded once a process: each stage of a run builds its backend anew."""
    return Wording(choice)


def quiet() -> None:
    """Have the libraries keep their remarks to themselves, and transformers its bars: what matters is said by the host."""
    import huggingface_hub
    from transformers.utils import logging

    huggingface_hub.logging.set_verbosity_error()
    logging.set_verbosity_error()
    logging.disable_progress_bar()


def _template_error(error: Exception) -> ConfigError:
    hint = "try --option style=completion"
    return ConfigError(f"the model's chat template does not take these messages: {error}", hint=hint)
