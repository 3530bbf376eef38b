"""Backends that keep every contract, and children of them that break one each."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from http.client import HTTPException
from typing import Any, ClassVar
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from selfinstruct import Abilities, Backend, BackendError, Completion, Prompt, TransientError, Usage

Answers = list[Completion | BackendError]


class Sound(Backend):
    """Answers by itself."""

    name: ClassVar[str] = "sound"

    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        return [self.answer(prompt) for prompt in prompts]

    def answer(self, prompt: Prompt) -> Completion | BackendError:
        text = "\n".join(f"{i}. task {prompt.number} {i}" for i in range(1, 21))
        text = min((text.partition(stop)[0] for stop in prompt.stop), key=len, default=text)
        room = 4 * prompt.sampling.max_tokens
        return Completion(text[:room], "length" if len(text) > room else "stop")


# --- what is read before anything is asked


class NoName(Sound):
    name = "My Backend"


class TwoLines(Sound):
    @property
    def label(self) -> str:
        return "sound\nand fury"


class NoAbilities(Sound):
    @property
    def abilities(self) -> Abilities:
        return Abilities(batch=0)


class Fickle(Sound):
    @property
    def abilities(self) -> Abilities:
        self.asked = getattr(self, "asked", 0) + 1
        return Abilities(style="completion" if self.asked % 2 else "chat")


class Boundless(Sound):
    @property
    def abilities(self) -> Abilities:
        return Abilities(context=-1)


class Batchless(Sound):
    @property
    def abilities(self) -> Abilities:
        return Abilities(batches=True)


class Keyless(Sound):
    @classmethod
    def check_instance(cls) -> Backend | None:
        raise KeyError("MY_API_KEY")


class ItsClass(Sound):
    @classmethod
    def check_instance(cls) -> Backend | None:
        return cls  # type: ignore[return-value]


class MoreArguments(Sound):
    def __init__(self, model: str | None, options: Mapping[str, str], client: object = None) -> None:
        super().__init__(model, options)
        if client is None:
            raise TypeError("no client")


class Renamed(Sound):
    def __init__(self, model: str | None, options: Mapping[str, str]) -> None:
        super().__init__(f"{model}-latest", options)


class Aging(Sound):
    """Can do less when it is built again."""

    def __init__(self, model: str | None, options: Mapping[str, str]) -> None:
        super().__init__(model or "first", options)
        self.again = model is not None

    @property
    def abilities(self) -> Abilities:
        return Abilities(parallel=1 if self.again else 4)


class Changing(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        self.options = {**self.options, "asked": "yes"}
        return await super().complete(prompts)


class Learning(Sound):
    """Finds out when it is asked what it can do."""

    known: Abilities = Abilities()

    @property
    def abilities(self) -> Abilities:
        return self.known

    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        self.known = Abilities(structured=True)
        return await super().complete(prompts)


# --- what comes back


class Crashing(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        raise KeyError("choices")


class Hanging(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        await asyncio.sleep(60 if prompts else 0)
        return await super().complete(prompts)


class Plain(Sound):
    def complete(self, prompts: Sequence[Prompt]) -> Answers:  # type: ignore[override]
        return [self.answer(prompt) for prompt in prompts]


class NoneForNone(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        return await super().complete(prompts) or [Completion("?")]


class OnlyTheFirst(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        return (await super().complete(prompts))[:1]


class Generator(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        return map(self.answer, prompts)  # type: ignore[return-value]


class Reversed(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        return (await super().complete(prompts))[::-1]


class Padding(Sound):
    """Has nothing to say to prompts that are shorter than others in the call."""

    @property
    def abilities(self) -> Abilities:
        return Abilities(batch=4)

    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        longest = max((len(prompt.shown) for prompt in prompts), default=0)
        answers = await super().complete(prompts)
        return [
            answer if len(prompt.shown) == longest else self.lost() for prompt, answer in zip(prompts, answers, strict=True)
        ]

    def lost(self) -> Completion | BackendError:
        return Completion("")


class FailingTogether(Padding):
    def lost(self) -> Completion | BackendError:
        return BackendError("the tensor has no room", hint="ask alone")


class RefusingMany(Padding):
    """Takes fewer prompts than it says."""

    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        if len(prompts) > 2:
            raise BackendError("too many prompts", hint="send fewer")
        return await Sound.complete(self, prompts)


class Mixing(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        if len(prompts) != 1:
            return await super().complete(prompts)
        self.waiting = [*getattr(self, "waiting", []), prompts[0]]
        await asyncio.sleep(0.001)
        return [self.answer(self.waiting.pop())]


class ByText(Sound):
    """Goes by what a prompt shows, as models do."""

    def answer(self, prompt: Prompt) -> Completion | BackendError:
        return Completion(f"1. {prompt.shown[-60:]}")


class ReversedByText(ByText):
    @property
    def abilities(self) -> Abilities:
        return Abilities(batch=8)

    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        return (await super().complete(prompts))[::-1]


class OneForAll(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        answers = await super().complete(prompts)
        return answers if len(answers) < 2 else [Completion("all of them")] * len(answers)


class TheLast(Sound):
    """Keeps its prompts where the next call finds them."""

    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        self.prompts = prompts
        await asyncio.sleep(0.001)
        return [self.answer(prompt) for prompt in self.prompts]


class Unsafe(Sound):
    """Wraps a library that takes one call at a time."""

    busy = False

    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        if self.busy:
            return [self.failed() for _ in prompts]
        self.busy = True
        try:
            await asyncio.sleep(0.001)
            return await super().complete(prompts)
        finally:
            self.busy = False

    def failed(self) -> BackendError:
        return BackendError("the library raised RuntimeError", hint="try it alone")


class UnsafeAndBare(Unsafe):
    def failed(self) -> BackendError:
        raise RuntimeError("decode called while decoding")


class Sleeping(Sound):
    """Blocks the event loop; only at first, so that tests are quick."""

    times: ClassVar[int] = 4
    asked = 0

    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        self.asked += bool(prompts)
        if prompts and self.asked <= self.times:
            await self.wait()
        return await super().complete(prompts)

    async def wait(self) -> None:
        time.sleep(0.35)


class Computing(Sleeping):
    """Computes in the event loop."""

    async def wait(self) -> None:
        until = time.monotonic() + 0.35
        while time.monotonic() < until:
            pass


class Texts(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        return "1. a"  # type: ignore[return-value]


class NoText(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        return Completion(None)  # type: ignore[arg-type]


class Owing(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        return Completion("1. a", usage=Usage(-1, 0))


class Unwritable(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        return Completion("1. a", raw={"response": object()})


class Failing(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        return BackendError("no key", hint="set MY_KEY")


class Down(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        if prompts:
            raise BackendError("no server at localhost", hint="start it")
        return []


class Mute(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        return Completion("", usage=Usage(9, 9))


class ThinkingOnly(Sound):
    """Thinks until its limit, and does not say that it thinks."""

    def answer(self, prompt: Prompt) -> Completion | BackendError:
        return Completion("", "length", Usage(9, prompt.sampling.max_tokens))


class Encoding(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        prompt.shown.encode()
        return super().answer(prompt)


# --- where an answer ends


class Wordy(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        return Completion(f"1. a {prompt.number}\n2. b")


class CutAtStops(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        answer = super().answer(prompt)
        assert isinstance(answer, Completion)
        return Completion(answer.text, "length" if prompt.stop else answer.finish_reason)


class Endless(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        text = " ".join(f"task {prompt.number}" for _ in range(100))
        return Completion(min((text.partition(stop)[0] for stop in prompt.stop), key=len, default=text))


class Overspending(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        answer = super().answer(prompt)
        assert isinstance(answer, Completion)
        return Completion(answer.text, answer.finish_reason, Usage(5, 99))


class NeverCut(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        answer = super().answer(prompt)
        assert isinstance(answer, Completion)
        return Completion(answer.text, "max_tokens" if answer.finish_reason == "length" else "end_turn")


class NeverCutAnew(NeverCut):
    """Begins each answer in another way."""

    def answer(self, prompt: Prompt) -> Completion | BackendError:
        answer = super().answer(prompt)
        assert isinstance(answer, Completion)
        text = f"{prompt.sampling.max_tokens} {answer.text}"
        stopped = min((text.partition(stop)[0] for stop in prompt.stop), key=len, default=text)
        return Completion(stopped, answer.finish_reason, Usage(9, min(len(stopped) // 4, prompt.sampling.max_tokens)))


# --- letting go


class Stubborn(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            await asyncio.sleep(0.5)
        return await super().complete(prompts)


class Swallowing(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        try:
            await asyncio.sleep(0)
        except BaseException as error:
            return [BackendError(repr(error), hint="ask again") for _ in prompts]
        return await super().complete(prompts)


class Spoilt(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        if getattr(self, "broken", False):
            raise RuntimeError("session is closed")
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            self.broken = True
            raise
        return await super().complete(prompts)


class NeverClosing(Sound):
    async def close(self) -> None:
        await asyncio.sleep(60)


class PlainClosing(Sound):
    def close(self) -> None:  # type: ignore[override]
        return


class ClosingTwice(Sound):
    async def close(self) -> None:
        raise ValueError("it is closed")


class LeavingThreads(Sound):
    going: ClassVar[threading.Event] = threading.Event()
    daemon: ClassVar[bool] = False

    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        threading.Thread(target=self.going.wait, daemon=self.daemon, name="heartbeat").start()
        return await super().complete(prompts)


class LeavingTasks(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        self.task = asyncio.create_task(asyncio.sleep(60))
        return await super().complete(prompts)


class LeavingSockets(Sound):
    left: ClassVar[list[socket.socket]] = []

    async def close(self) -> None:
        self.left.extend(socket.socketpair())


class Forgetful(Sound):
    """Loses hold of what is open; the second one does."""

    closed: ClassVar[int] = 0

    async def close(self) -> None:
        type(self).closed += 1
        if self.closed == 2:
            circle: list[Any] = [socket.socketpair()]
            circle.append(circle)


class Pooling(Sound):
    """Shares what is open with all others: it leaves it open, and does not add to it."""

    pool: ClassVar[list[socket.socket]] = []

    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        self.pool.extend(() if self.pool else socket.socketpair())
        return await super().complete(prompts)


class OneLoop(Sound):
    loop: ClassVar[Any] = None

    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        here = asyncio.get_running_loop()
        type(self).loop = self.loop or here
        if self.loop is not here:
            raise RuntimeError("got Future attached to a different loop")
        return await super().complete(prompts)


# --- what it wraps fails


class Wrapping(Sound):
    """Asks a function, which may raise."""

    def answer(self, prompt: Prompt) -> Completion | BackendError:
        try:
            self.function()
        except (ConnectionError, TimeoutError):
            raise
        except Exception as error:
            return self.told(error)
        return super().answer(prompt)

    def function(self) -> None:
        if error := getattr(self, "error", None):
            raise error

    def told(self, error: Exception) -> BackendError:
        return BackendError(f"the function raised {type(error).__name__}", hint="try it alone")

    @classmethod
    def failing(cls, error: Exception) -> Wrapping:
        backend = cls(None, {})
        backend.error = error
        return backend


class PassingOn(Wrapping):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        self.function()
        return Sound.answer(self, prompt)


class Hintless(Wrapping):
    def told(self, error: Exception) -> BackendError:
        return BackendError("the function failed")


class WritingOff(Wrapping):
    def told(self, error: Exception) -> BackendError:
        return BackendError("the function failed", hint="try it alone", permanent=True)


class GivingUp(Wrapping):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        try:
            return super().answer(prompt)
        except OSError as error:
            return self.told(error)


class Insistent(Wrapping):
    """Asks three times."""

    times: ClassVar[int] = 3

    def function(self) -> None:
        for _ in range(self.times - 1):
            with suppress(Exception):
                super().function()
        super().function()


class Wrapped(Wrapping):
    """Turns whatever is raised into an error of its own, and lets that out."""

    def answer(self, prompt: Prompt) -> Completion | BackendError:
        try:
            self.function()
        except OSError as error:
            raise RuntimeError("the function failed") from error
        except Exception as error:
            return self.told(error)
        return Sound.answer(self, prompt)


class Quoting(Wrapping):
    def told(self, error: Exception) -> BackendError:
        return BackendError(f"the function raised {error}", hint="try it alone")


class Chaining(Wrapping):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        answer = super().answer(prompt)
        if isinstance(answer, BackendError):
            raise answer from self.error
        return answer


# --- its server fails


class Asking(Sound):
    """Asks a server, where it has a URL; by itself where it has none."""

    name: ClassVar[str] = "asking"
    timeout: ClassVar[float | None] = 20.0

    @classmethod
    def served(cls, url: str, secret: str) -> Backend:
        os.environ["ASKING_API_KEY"] = secret
        return cls("m", {"url": url})

    @property
    def key(self) -> str:
        return os.environ["ASKING_API_KEY"]

    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        if "url" not in self.options:
            return await super().complete(prompts)
        return list(await asyncio.gather(*(asyncio.to_thread(self.asked, prompt) for prompt in prompts)))

    def asked(self, prompt: Prompt) -> Completion | BackendError:
        try:
            return self.read(self.sent(prompt))
        except HTTPError as error:
            with error:
                return self.refused(error.code, error.headers.get("Retry-After"), self.clean(error.read().decode()))
        except (OSError, HTTPException, ValueError, LookupError, TypeError) as error:
            return TransientError(f"no answer from {self.options['url']}: {type(error).__name__}")

    def sent(self, prompt: Prompt) -> bytes:
        asked = self.body(prompt)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"}
        with urlopen(Request(self.address, json.dumps(asked).encode(), headers), timeout=self.timeout) as reply:  # noqa: S310 - it is ours
            body: bytes = reply.read()
        return body

    @property
    def address(self) -> str:
        return f"{self.options['url']}/chat/completions"

    def body(self, prompt: Prompt) -> dict[str, Any]:
        sampling = prompt.sampling
        return {
            "model": self.model,
            "messages": [{"role": message.role, "content": message.content} for message in prompt.messages],
            "max_tokens": sampling.max_tokens,
            "temperature": sampling.temperature,
            "seed": sampling.seed,
            "stop": list(prompt.stop),
        }

    def read(self, body: bytes) -> Completion:
        found = json.loads(self.clean(body.decode()))
        return Completion(found["choices"][0]["message"]["content"], usage=self.billed(found["usage"]), raw=found)

    def billed(self, told: Mapping[str, int]) -> Usage:
        return Usage(told["prompt_tokens"], told["completion_tokens"])

    def refused(self, status: int, after: str | None, said: str) -> BackendError:
        if status == 429:
            return TransientError(said, after=self.seconds(after), limited=True)
        return TransientError(said) if status >= 500 else BackendError(said, hint="are key, model and URL right?")

    def seconds(self, after: str | None) -> float | None:
        return float(after) if after and after.isdecimal() else None

    def clean(self, text: str) -> str:
        return text.replace(self.key, "[key]")


class NoPrompt(Asking):
    def body(self, prompt: Prompt) -> dict[str, Any]:
        return super().body(prompt) | {"messages": [{"role": "user", "content": "hello"}]}


class FirstMessage(Asking):
    """Never sends the task; with no server it answers by itself."""

    def body(self, prompt: Prompt) -> dict[str, Any]:
        return super().body(prompt) | {"messages": super().body(prompt)["messages"][:1]}


class AnotherModel(Asking):
    def body(self, prompt: Prompt) -> dict[str, Any]:
        return super().body(prompt) | {"model": "mini"}


class Unlimiting(Asking):
    def body(self, prompt: Prompt) -> dict[str, Any]:
        return super().body(prompt) | {"max_tokens": None}


class FirstStop(Asking):
    def body(self, prompt: Prompt) -> dict[str, Any]:
        return super().body(prompt) | {"stop": list(prompt.stop[:1])}


class FixedPath(Asking):
    @property
    def address(self) -> str:
        return f"http://{self.options['url'].split('/')[2]}/v1/chat/completions"


class SwappingUsage(Asking):
    def billed(self, told: Mapping[str, int]) -> Usage:
        return Usage(told["completion_tokens"], told["prompt_tokens"])


class Hopeful(Asking):
    def refused(self, status: int, after: str | None, said: str) -> BackendError:
        return TransientError(said) if status in {401, 403} else super().refused(status, after, said)


class KeyWrittenOff(Asking):
    def refused(self, status: int, after: str | None, said: str) -> BackendError:
        if status == 403:
            return BackendError(said, hint="take another key", permanent=True)
        return super().refused(status, after, said)


class WithoutHint(Asking):
    def refused(self, status: int, after: str | None, said: str) -> BackendError:
        return BackendError(said) if status == 404 else super().refused(status, after, said)


class Impatient(Asking):
    def refused(self, status: int, after: str | None, said: str) -> BackendError:
        return TransientError(said, limited=True) if status == 429 else super().refused(status, after, said)


class Unlimited(Asking):
    def refused(self, status: int, after: str | None, said: str) -> BackendError:
        return TransientError(said, after=self.seconds(after)) if status == 429 else super().refused(status, after, said)


class Undated(Asking):
    def seconds(self, after: str | None) -> float | None:
        return float(after) if after else None


class Insisting(Asking):
    def refused(self, status: int, after: str | None, said: str) -> BackendError:
        return TransientError(said) if status == 400 else super().refused(status, after, said)


class Giving(Asking):
    def refused(self, status: int, after: str | None, said: str) -> BackendError:
        return BackendError(said, hint="come back tomorrow") if status == 503 else super().refused(status, after, said)


class Retrying(Asking):
    def asked(self, prompt: Prompt) -> Completion | BackendError:
        answer = super().asked(prompt)
        return super().asked(prompt) if isinstance(answer, TransientError) else answer


class Torn(Asking):
    """Does not know what http.client raises for a reply that ends in the middle."""

    def sent(self, prompt: Prompt) -> bytes:
        try:
            return super().sent(prompt)
        except HTTPException as error:
            raise RuntimeError("incomplete") from error


class Believing(Asking):
    def read(self, body: bytes) -> Completion:
        found = json.loads(self.clean(body.decode()) or "{}")
        choices = found.get("choices") or [{}]
        return Completion(choices[0].get("message", {}).get("content", ""), raw=found)


class AnyPage(Asking):
    def read(self, body: bytes) -> Completion:
        try:
            return super().read(body)
        except json.JSONDecodeError:
            if body.startswith(b"<"):
                return Completion(body.decode())
            raise


class Blocking(Asking):
    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        if "url" not in self.options:
            return await super().complete(prompts)
        return [self.asked(prompt) for prompt in prompts]


class Queueing(Asking):
    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        self.lock = getattr(self, "lock", None) or asyncio.Lock()
        async with self.lock:
            return await super().complete(prompts)


class Waiting(Asking):
    """Ends only when its thread does."""

    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        if "url" not in self.options:
            return await super().complete(prompts)
        call = asyncio.ensure_future(super().complete(prompts))
        try:
            return await asyncio.shield(call)
        except asyncio.CancelledError:
            return await call


class Swapping(Asking):
    """Keeps the prompt of the last call where the next one finds it."""

    async def complete(self, prompts: Sequence[Prompt]) -> Answers:
        if "url" not in self.options:
            return await super().complete(prompts)
        self.prompt = prompts[0] if prompts else None
        await asyncio.sleep(0)
        return await super().complete([self.prompt] * len(prompts) if self.prompt else [])


class Verbatim(Asking):
    def clean(self, text: str) -> str:
        return text


class RawKey(Asking):
    def read(self, body: bytes) -> Completion:
        return Completion(super().read(body).text, raw=json.loads(body))


class KeyInOptions(Asking):
    @classmethod
    def served(cls, url: str, secret: str) -> Backend:
        os.environ["ASKING_API_KEY"] = secret
        return cls("m", {"url": url, "key": secret})


class Noting(Asking):
    def sent(self, prompt: Prompt) -> bytes:
        self.note(f"asking with {self.key}")
        return super().sent(prompt)


class Printing(Asking):
    def sent(self, prompt: Prompt) -> bytes:
        print("asking with", self.key)  # noqa: T201 - that is what is wrong with it
        return super().sent(prompt)


class Logging(Asking):
    def sent(self, prompt: Prompt) -> bytes:
        logging.getLogger("asking").warning("asking with %s", self.key)
        return super().sent(prompt)


class Native(Asking):
    """Speaks a protocol of its own."""

    @property
    def address(self) -> str:
        return f"{self.options['url'].removesuffix('/kit/v1').removesuffix('/v1')}/api/generate"

    def body(self, prompt: Prompt) -> dict[str, Any]:
        asked = super().body(prompt)
        return {"model": f"models/{self.model}", "input": prompt.shown, "config": {"limit": asked["max_tokens"]}}

    def read(self, body: bytes) -> Completion:
        found = json.loads(self.clean(body.decode()))
        # Its server knows no stop strings.
        return Completion(found["response"]["text"].partition("STOPSTHERE")[0].partition("ENDSHERE")[0], raw=found)

    @staticmethod
    def reply(text: str) -> bytes:
        return json.dumps({"response": {"text": text}}).encode()


class NativeRaw(Native):
    def read(self, body: bytes) -> Completion:
        return Completion(super().read(body).text, raw=json.loads(body))


class NativeSwapping(Native):
    """Gives each call what came last."""

    def read(self, body: bytes) -> Completion:
        self.last = super().read(body)
        self.meet()
        return self.last

    def meet(self) -> None:
        if "mark" in self.last.text:
            self.barrier.wait(5)

    @property
    def barrier(self) -> threading.Barrier:
        return self.__dict__.setdefault("_barrier", threading.Barrier(2))


def unsent(url: str, secret: str) -> Backend:
    """Does not give the secret to its backend."""
    del secret
    return Asking.served(url, "another")
