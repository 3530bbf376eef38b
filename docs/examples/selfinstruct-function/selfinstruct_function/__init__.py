"""A Python function as a backend of selfinstruct."""

import asyncio
from collections.abc import Sequence

from selfinstruct import Backend, BackendError, Completion, Prompt, TransientError, hookimpl
from selfinstruct_function.conversions import write

SELFINSTRUCT_PLUGIN_API = 1


class Function(Backend):
    """Asks a function for each answer; a model in this process is asked in the same way."""

    name = "function"
    write = staticmethod(write)

    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        """Run the function in threads: it may take its time, and nothing else waits for it."""
        return await asyncio.gather(*(asyncio.to_thread(self._answer, prompt) for prompt in prompts))

    def _answer(self, prompt: Prompt) -> Completion | BackendError:
        try:
            text = self.write(prompt)
        except (ConnectionError, TimeoutError) as error:
            return TransientError(f"the function raised {type(error).__name__}")
        except ValueError:
            return BackendError("the function has no answer to this", hint="this prompt is left out", permanent=True)
        except Exception as error:  # its text is somebody else's, and may hold a key
            return BackendError(f"the function raised {type(error).__name__}", hint="try it alone, on one prompt")
        text, room = min((text.partition(stop)[0] for stop in prompt.stop), key=len, default=text), prompt.sampling.max_tokens
        words = text.split(" ")
        return Completion(" ".join(words[:room]), "length" if len(words) > room else "stop", model=self.name)


@hookimpl
def selfinstruct_backends() -> list[type[Backend]]:
    """The backend."""
    return [Function]
