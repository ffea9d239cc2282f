"""The tuning itself: gradient descent on the upper layers and on the classifier on top of them."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch  # type: ignore[import-not-found, unused-ignore]
import torch.nn.functional as F  # type: ignore[import-not-found, unused-ignore]
from numpy.typing import NDArray

from nlu.e5_file import read_layout
from nlu.encoder import E5Encoder
from nlu.tuning import rounding
from nlu.tuning.blocks import pack
from nlu.tuning.material import Material, category_accuracy
from nlu.tuning.network import MATRICES, Parameters, Tensor, layers, pool, read_parameters
from nlu.tuning.noise import hasty
from nlu.tuning.passes import batches, fill, read_above, read_below
from nlu.tuning.recipe import Recipe
from nlu.tuning.tokens import Tokens
from nlu.tuning.top_layer import TopLayer, starting_layer
from nlu.vector_cache import Progress, encode_cached

_LONGEST_MEASURED: Final = 512
_LARGEST_GRADIENT: Final = 1.0


@dataclass(frozen=True)
class Tuning:
    """What came out: the bytes of the tensors by name, and category accuracy on dev by language.

    `before` is that of the untuned encoder, `epochs` has one for each epoch.
    """

    tensors: dict[str, NDArray[np.uint8]]
    before: dict[str, float]
    epochs: tuple[dict[str, float], ...]


def tune(
    base: Path, messages: Material, dev: Material, recipe: Recipe, cache_dir: Path | None, progress: Progress
) -> Tuning:
    """Tune the encoder in the file `base`. The same messages, recipe and machine give the same tensors."""
    torch.manual_seed(recipe.seed)
    size = len(messages.texts)
    known = encode_cached(E5Encoder(), [*messages.texts, *dev.texts], cache_dir, progress)
    tuner = _Tuner(base, messages, dev, recipe, progress, starting_layer(known[:size], messages))
    before = tuner.measured(torch.from_numpy(known[size:]))
    epochs = tuple(tuner.epochs())
    return Tuning(tuner.tensors(), before, epochs)


class _Tuner:
    """The state of one tuning."""

    def __init__(
        self,
        base: Path,
        messages: Material,
        dev: Material,
        recipe: Recipe,
        progress: Progress,
        top: TopLayer,
    ) -> None:
        self._messages, self._dev, self._recipe = messages, dev, recipe
        self._progress, self._top = progress, top
        self._chance = random.Random(recipe.seed)  # noqa: S311 - nothing secret depends on it
        self._layout = read_layout(base)
        self._parameters = read_parameters(base, self._layout)
        self._upper = range(recipe.lowest, self._layout.layers)
        self._scales: dict[str, Tensor] = {}
        tokens = Tokens(base, self._layout)
        typed = [hasty(text, self._chance) for text in messages.texts]
        ids = [tokens.ids(text, recipe.longest) for text in (*messages.texts, *typed)]
        ids += [tokens.ids(text, _LONGEST_MEASURED) for text in dev.texts]
        below = read_below(self._parameters, self._layout, ids, recipe.lowest, self._ticks("read", len(ids)))
        size = len(messages.texts)
        self._plain, self._hasty, self._of_dev = below[:size], below[size : 2 * size], below[2 * size :]

    def measured(self, vectors: Tensor) -> dict[str, float]:
        """Category accuracy on dev with these vectors of its messages."""
        return category_accuracy(self._top.probabilities(vectors, self._dev.keywords), self._dev)

    def epochs(self) -> Iterator[dict[str, float]]:
        """Tune; for each epoch how well the messages of dev are read after it."""
        recipe = self._recipe
        chosen = [name for layer in self._upper for name in self._names(layer)]
        for name in chosen:
            self._parameters[name].requires_grad_(True)
        optimiser = torch.optim.AdamW(self._groups(), betas=(0.9, 0.98), fused=True)
        steps = -(-len(self._plain) // recipe.batch) * recipe.epochs
        schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _slope(step / steps, recipe))
        tick = self._ticks("tune", steps)
        for epoch in range(recipe.epochs):
            if epoch == recipe.epochs - recipe.coarse_epochs:
                self._coarsen()
            texts = [
                typed if self._chance.random() < recipe.noisy else plain
                for plain, typed in zip(self._plain, self._hasty, strict=True)
            ]
            for rows in batches(texts, recipe.batch, self._chance):
                optimiser.zero_grad()
                self._loss([texts[row] for row in rows], rows).backward()
                learnt = [tensor for group in optimiser.param_groups for tensor in group["params"]]
                torch.nn.utils.clip_grad_norm_(learnt, _LARGEST_GRADIENT)
                optimiser.step()
                schedule.step()
                tick(1)
            yield self.measured(
                read_above(self._now(), self._layout, self._of_dev, recipe.lowest, lambda _: None)
            )

    def tensors(self) -> dict[str, NDArray[np.uint8]]:
        """The tuned tensors as they stand in a file: matrices in 4 bits, the rest in single precision."""
        if not self._scales:
            self._coarsen()
        found = {}
        for layer in self._upper:
            for name in self._names(layer):
                tensor = self._parameters[name].detach()
                if name in self._scales:
                    scales = self._scales[name]
                    numbers = rounding.numbers(tensor, scales).to(torch.int8)
                    found[name] = pack(numbers.numpy(), scales.numpy())
                else:
                    found[name] = tensor.numpy().astype("<f4").reshape(-1).view(np.uint8)
        return found

    def _loss(self, texts: Sequence[Tensor], rows: Sequence[int]) -> Tensor:
        filled, there = fill(texts)
        with torch.autocast("cpu", torch.bfloat16):
            x = layers(self._now(), self._layout, filled, there, self._upper, self._recipe.dropout)
        seen = torch.rand(len(rows), 1) >= self._recipe.keywords_left_out
        keywords = torch.from_numpy(self._messages.keywords[rows]) * seen
        scores = self._top.scores(pool(x, there), keywords)
        truth = torch.from_numpy(self._messages.truth[rows])
        return F.cross_entropy(scores, truth, label_smoothing=self._recipe.smoothing)

    def _now(self) -> Parameters:
        """The parameters as they compute: from the coarse epochs on as 4 bits can hold them."""
        coarse = {name: rounding.rounded(self._parameters[name], s) for name, s in self._scales.items()}
        return {**self._parameters, **coarse}

    def _coarsen(self) -> None:
        matrices = [name for layer in self._upper for name in self._names(layer) if name.endswith(MATRICES)]
        self._scales = {name: rounding.best_scales(self._parameters[name]) for name in matrices}

    def _names(self, layer: int) -> list[str]:
        return [name for name in self._parameters if name.startswith(f"l{layer}.")]

    def _groups(self) -> list[dict[str, Any]]:
        """What is learnt, how fast, and whether it is drawn towards zero."""
        recipe = self._recipe
        top = [self._top.weights, self._top.bias]
        groups: list[dict[str, Any]] = [{"params": top, "lr": recipe.head_rate, "weight_decay": 0.0}]
        for layer in self._upper:
            rate = recipe.rate * recipe.decay ** (self._layout.layers - 1 - layer)
            for matrices, decay in ((True, recipe.weight_decay), (False, 0.0)):
                own = [self._parameters[n] for n in self._names(layer) if n.endswith(MATRICES) == matrices]
                groups.append({"params": own, "lr": rate, "weight_decay": decay})
        return groups

    def _ticks(self, step: str, total: int) -> Callable[[int], None]:
        done = 0

        def tick(more: int) -> None:
            nonlocal done
            done += more
            self._progress(step, done, total)

        return tick


def _slope(done: float, recipe: Recipe) -> float:
    """How much of the full rate holds when a share `done` of all steps is: up quickly, then down to nothing."""
    return min(done / recipe.warm_up, (1 - done) / (1 - recipe.warm_up))
