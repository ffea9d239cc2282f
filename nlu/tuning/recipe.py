"""How the encoder is tuned."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    """All that a tuning can be told; the figures were chosen on nlu/dev (docs/nlu.md has the trials).

    Layers below `lowest` stay as they are. `rate` is the top layer's, each below has `decay` of the one
    above. The last `coarse_epochs` compute with weights as 4 bits can hold them.
    """

    epochs: int = 4
    coarse_epochs: int = 1
    batch: int = 48
    lowest: int = 4
    rate: float = 3e-4
    decay: float = 0.85
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: float = 0.06  # share of all steps
    dropout: float = 0.1
    smoothing: float = 0.1
    noisy: float = 0.6  # share of messages that are read as if typed in haste
    keywords_left_out: float = 0.3  # share of messages whose keywords are not seen
    longest: int = 64  # tokens
    seed: int = 7
