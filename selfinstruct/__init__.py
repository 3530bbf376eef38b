"""selfinstruct: instruction-tuning data in any language, from any model, by the Self-Instruct method."""

from selfinstruct.api import Result, classify, curate, doctor, export, filter, generate, instances, load_plugins, run, status  # noqa: A004
from selfinstruct.backend import Abilities, Backend, Completion, Message, Prompt, Sampling, Usage
from selfinstruct.errors import BackendError, ConfigError, PluginError, SelfInstructError, StoreError
from selfinstruct.hookspecs import hookimpl
from selfinstruct.language import Language, Length

__all__ = [
    "Abilities",
    "Backend",
    "BackendError",
    "Completion",
    "ConfigError",
    "Language",
    "Length",
    "Message",
    "PluginError",
    "Prompt",
    "Result",
    "Sampling",
    "SelfInstructError",
    "StoreError",
    "Usage",
    "classify",
    "curate",
    "doctor",
    "export",
    "filter",
    "generate",
    "hookimpl",
    "instances",
    "load_plugins",
    "run",
    "status",
]
