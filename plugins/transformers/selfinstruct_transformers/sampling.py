"""Draws each row's next token with that row's own dice, so that the rest of the batch has no part in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from selfinstruct.backend import Sampling

if TYPE_CHECKING:
    from torch import Generator, Tensor

_LIKELIEST = 1024


class Sampler:
    """A logits processor after which the highest score is the token drawn: greedy decoding then samples.

    A row's scores are divided by its temperature, cut to its nucleus, and each gets Gumbel noise from a generator that
    was seeded with the row's own seed: the highest of the sums is a draw from the softmax. generate's own sampling has
    one generator for all rows, so a prompt's answer would follow from what it shares a batch with.
    """

    def __init__(self, samplings: Sequence[Sampling], start: int, device: object) -> None:
        """One sampling a row; `start` is how many tokens the prompt has."""
        import torch

        self._start = start
        self._dice: dict[int, Generator] = {
            row: torch.Generator(device).manual_seed(sampling.seed)
            for row, sampling in enumerate(samplings)
            if sampling.temperature > 0
        }

        def column(values: list[float]) -> Tensor:
            return torch.tensor(values, device=device).unsqueeze(1)

        self._temperature = column([sampling.temperature or 1.0 for sampling in samplings])
        self._top_p = column([sampling.top_p if sampling.temperature else 1.0 for sampling in samplings])
        self._frequency = column([sampling.frequency_penalty for sampling in samplings])
        self._presence = column([sampling.presence_penalty for sampling in samplings])
        self._penalties = any(sampling.frequency_penalty or sampling.presence_penalty for sampling in samplings)
        self._nucleus = any(sampling.temperature and sampling.top_p < 1 for sampling in samplings)

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        """Scores [rows, vocabulary] in float32 -> scores of the same shape, the drawn tokens' highest."""
        if self._penalties:
            scores = self._penalised(input_ids[:, self._start :], scores)
        if not self._dice:
            return scores
        scores = scores / self._temperature
        if self._nucleus:
            scores = nucleus(scores, self._top_p)
        return self._with_noise(scores)

    def _penalised(self, generated: Tensor, scores: Tensor) -> Tensor:
        counts = scores.new_zeros(scores.shape).scatter_add_(1, generated, scores.new_ones(generated.shape))
        return scores - self._frequency * counts - self._presence * (counts > 0)

    def _with_noise(self, scores: Tensor) -> Tensor:
        """Minus the logarithm of an exponential variate is Gumbel noise."""
        import torch

        tiny = torch.finfo(scores.dtype).tiny
        noise = scores.new_empty(scores.shape[1])
        for row, dice in self._dice.items():
            scores[row] -= noise.exponential_(generator=dice).clamp_min_(tiny).log_()
        return scores


def nucleus(scores: Tensor, top_p: Tensor) -> Tensor:
    """Minus infinity for all but the likeliest tokens that together have a probability of `top_p` ([rows, 1])."""
    size = scores.shape[1]
    normaliser = scores.logsumexp(1, keepdim=True)
    # The nucleus is nearly always within the likeliest few, and to sort a whole vocabulary is what takes time.
    for likeliest in (min(_LIKELIEST, size), size):
        top = scores.topk(likeliest).values
        probabilities = (top - normaliser).exp()
        reached = probabilities.cumsum(1)
        if likeliest == size or bool((reached[:, -1:] >= top_p).all()):
            break
    count = (reached - probabilities < top_p).sum(1, keepdim=True).clamp_min(1)
    return scores.masked_fill(scores < top.gather(1, count - 1), -float("inf"))
