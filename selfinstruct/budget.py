"""What a user allows a run to spend: checked before each request, with what is under way counted in as its worst case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, fsum

from selfinstruct.backend import Prompt, Usage
from selfinstruct.clock import Clock
from selfinstruct.errors import BudgetSpent, ConfigError
from selfinstruct.prices import FREE, Price, dollars
from selfinstruct.tokencount import prompt_tokens

PriceOf = Callable[[str, str], Price | None]
_Source = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Allowed:
    """The user's limits; None for none. cost: US dollars. seconds: of one command; the others are of the run's whole life."""

    requests: int | None = None
    tokens: int | None = None
    cost: float | None = None
    seconds: float | None = None


@dataclass(slots=True)
class _Tally:
    """Requests and tokens, as whole numbers: money is made of them when it is needed, so that no rounding adds up."""

    requests: int = 0
    input: int = 0
    output: int = 0

    @property
    def tokens(self) -> int:
        return self.input + self.output

    def add(self, other: _Tally) -> None:
        self.requests += other.requests
        self.input += other.input
        self.output += other.output


@dataclass(frozen=True, slots=True)
class _Need:
    """The worst case of a request that is under way. estimate: tokens of its prompt, uncorrected."""

    source: _Source
    estimate: int
    tally: _Tally


@dataclass(frozen=True, slots=True)
class Spent:
    """What a run has used. cost: US dollars, None when a part of it has no known price."""

    requests: int
    tokens: int
    cost: float | None


class Budget:
    """Keeps what a run uses within what is allowed, whatever comes back and in whatever order."""

    def __init__(self, allowed: Allowed, price: PriceOf, clock: Clock) -> None:
        self.allowed = allowed
        self.clock = clock
        self._price = price
        self._began = clock.now()
        self._free: set[_Source] = set()
        self._used: dict[_Source, _Tally] = {}
        self._flying: dict[int, _Need] = {}
        self._understated: dict[_Source, float] = {}

    def check(self, backend: str, model: str, *, free: bool = False) -> None:
        """Raises ConfigError when a cost limit is set and nobody knows what this model costs. free: nobody pays for it."""
        if free:
            self._free.add((backend, model))
        if self.allowed.cost is None:
            return
        used = (source for source, tally in self._used.items() if tally.tokens)
        for name, of in ((backend, model), *used):
            if self._price_of((name, of)) is None:
                hint = f'add it to a file for --prices FILE: [{name}] and "{of}" = {{ input = DOLLARS, output = DOLLARS }}'
                raise ConfigError(f"--max-cost: the price of {name} {of or 'without a model'} is unknown", hint=hint)

    def spent(self, usage: Usage, backend: str, model: str) -> None:
        """Count a request that was made before, by an earlier command."""
        self._add((backend, model), _Tally(1, usage.prompt_tokens, usage.completion_tokens))

    def reserve(self, prompts: Sequence[Prompt], backend: str, model: str) -> bool:
        """Set aside what these requests may need at worst; False when that has to wait for requests that are under way.

        Raises BudgetSpent when waiting would not help. Every prompt is to be settled, whatever becomes of it.
        """
        source = (backend, model)
        self.check(backend, model)
        self.check_time()
        needs = {id(prompt): self._worst(source, prompt) for prompt in prompts}
        wanted = _sum(need.tally for need in needs.values())
        # What is under way can come back with less than its worst case, but what is used stays used.
        if over := self._over(source, wanted, flying=False):
            raise over
        if self._over(source, wanted, flying=True):
            return False
        self._flying |= needs
        return True

    def reserved_tokens(self, prompts: Sequence[Prompt]) -> int:
        """How many tokens are set aside for these prompts."""
        return sum(self._flying[id(prompt)].tally.tokens for prompt in prompts)

    def settle(self, prompt: Prompt, usage: Usage | None, *, unknown: bool = False) -> None:
        """A reserved request is over: it was answered with this usage, or (None) not at all.

        unknown: it may have been billed, nobody knows how much; its worst case counts.
        """
        need = self._flying.pop(id(prompt))
        if usage is not None:
            self._add(need.source, _Tally(1, usage.prompt_tokens, usage.completion_tokens))
            ratio = usage.prompt_tokens / max(need.estimate, 1)
            self._understated[need.source] = max(self._understated.get(need.source, 1.0), ratio)
        elif unknown:
            self._add(need.source, need.tally)

    def cost(self, usage: Usage, backend: str, model: str) -> float | None:
        """What this usage costs in US dollars, None when the price is unknown."""
        price = self._price_of((backend, model))
        return None if price is None else price.cost(usage)

    @property
    def total(self) -> Spent:
        """All that the run has used, what is under way left out."""
        used = _sum(self._used.values())
        known = all(self._price_of(source) is not None for source in self._used)
        return Spent(used.requests, used.tokens, self._cost(self._used.items()) if known else None)

    def check_time(self, wait: float = 0.0) -> None:
        """Raises BudgetSpent when the command's time is over, or would be after a wait of so many seconds."""
        limit = self.allowed.seconds
        if limit is None or self.clock.now() + wait - self._began < limit:
            return
        over = "is over" if self.clock.now() - self._began >= limit else f"would be over after a wait of {wait:.0f} s"
        raise BudgetSpent(f"--max-time: {limit:g} s {over}", hint="the same command goes on from here")

    def _over(self, source: _Source, wanted: _Tally, *, flying: bool) -> BudgetSpent | None:
        """Why `wanted` does not fit beside what is used and, if asked for, what is under way; None when it does."""
        allowed = self.allowed
        if allowed.requests is allowed.tokens is allowed.cost is None:
            return None
        parts = [*self._used.items(), *((need.source, need.tally) for need in self._flying.values() if flying)]
        used = _sum(tally for _, tally in parts)
        if allowed.requests is not None and used.requests + wanted.requests > allowed.requests:
            return _spent("--max-requests", f"{used.requests:,} of {allowed.requests:,} requests are used")
        if allowed.tokens is not None and used.tokens + wanted.tokens > allowed.tokens:
            told = f"{used.tokens:,} of {allowed.tokens:,} tokens are used, and the next request may need {wanted.tokens:,}"
            return _spent("--max-tokens", told)
        if allowed.cost is not None and self._cost([*parts, (source, wanted)]) > allowed.cost:
            now, next_ = dollars(self._cost(parts)), dollars(self._cost([(source, wanted)]))
            told = f"{now} of {dollars(allowed.cost)} are spent, and the next request may cost {next_}"
            return _spent("--max-cost", told)
        return None

    def _cost(self, parts: Iterable[tuple[_Source, _Tally]]) -> float:
        """What these cost together; those without a known price count as nothing."""
        sums: dict[_Source, _Tally] = {}
        for source, tally in parts:
            sums.setdefault(source, _Tally()).add(tally)
        # Each term grows with its tokens and fsum rounds once, so that a sum never exceeds that of the worst cases.
        return fsum(price.cost(Usage(t.input, t.output)) for source, t in sums.items() if (price := self._price_of(source)))

    def _worst(self, source: _Source, prompt: Prompt) -> _Need:
        estimate = prompt_tokens(prompt)
        tally = _Tally(1, ceil(estimate * self._understated.get(source, 1.0)), prompt.sampling.max_tokens)
        return _Need(source, estimate, tally)

    def _price_of(self, source: _Source) -> Price | None:
        return FREE if source in self._free else self._price(*source)

    def _add(self, source: _Source, tally: _Tally) -> None:
        self._used.setdefault(source, _Tally()).add(tally)


def _sum(tallies: Iterable[_Tally]) -> _Tally:
    total = _Tally()
    for tally in tallies:
        total.add(tally)
    return total


def _spent(option: str, told: str) -> BudgetSpent:
    return BudgetSpent(f"{option}: {told}", hint=f"the same command with a larger {option} goes on from here")
