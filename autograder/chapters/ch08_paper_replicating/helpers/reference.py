"""What the networks of the chapter compute, by PyTorch's own transformer layers."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional

from autograder.chapters.ch08_paper_replicating.helpers.configs import Config
from autograder.chapters.ch08_paper_replicating.helpers.parameters import Numbers
from autograder.checks import expect


def layer(
    config: Config, numbers: Numbers, at: int, dtype: torch.dtype
) -> nn.TransformerEncoderLayer:
    """Encoder block number ``at`` with these numbers, in evaluation mode."""
    with torch.random.fork_rng(devices=[]):
        made = nn.TransformerEncoderLayer(
            config.dim,
            config.heads,
            config.mlp,
            dropout=0.0,
            activation=functional.gelu,
            batch_first=True,
            norm_first=True,
        )
    made.load_state_dict(_state(config, numbers, at))
    return made.train(False).to(dtype)


def _state(config: Config, numbers: Numbers, at: int) -> dict[str, Tensor]:
    d, m = config.dim, config.mlp
    norm_weight = numbers.get(("norm weight", (d,), 0), torch.ones(d))
    norm_bias = numbers.get(("norm bias", (d,), 0), torch.zeros(d))
    bias = numbers.get(("map", (d,), 0), torch.zeros(d))
    weight, in_bias = _attention(config, numbers, at, bias)
    return {
        "self_attn.in_proj_weight": weight,
        "self_attn.in_proj_bias": in_bias,
        "self_attn.out_proj.weight": numbers.get(("map", (d, d), 0), torch.zeros(d, d)),
        "self_attn.out_proj.bias": bias,
        "linear1.weight": numbers.get(("map", (m, d), at), torch.zeros(m, d)),
        "linear1.bias": numbers.get(("map", (m,), at), torch.zeros(m)),
        "linear2.weight": numbers.get(("map", (d, m), at), torch.zeros(d, m)),
        "linear2.bias": bias,
        **{f"norm{n}.weight": norm_weight for n in (1, 2)},
        **{f"norm{n}.bias": norm_bias for n in (1, 2)},
    }


def _attention(config: Config, numbers: Numbers, at: int, bias: Tensor) -> tuple[Tensor, Tensor]:
    """Weight and bias of the three maps; a self-written attention may have them as it likes."""
    d = config.dim
    if ("in_proj_weight", (3 * d, d), at) in numbers:
        own = ("in_proj_bias", (3 * d,), at)
        return numbers["in_proj_weight", (3 * d, d), at], numbers.get(own, torch.zeros(3 * d))
    one = ("map", (3 * d, d), at)
    if one in numbers:
        return numbers[one], numbers.get(("map", (3 * d,), at), torch.zeros(3 * d))
    return numbers.get(("map", (d, d), 0), torch.zeros(d, d)).repeat(3, 1), bias.repeat(3)


def attention(config: Config, numbers: Numbers, x: Tensor) -> Tensor:
    """What an attention block gives."""
    made = layer(config, numbers, 0, x.dtype)
    with torch.no_grad():
        normed = made.norm1(x)
        found: Tensor = made.self_attn(normed, normed, normed, need_weights=False)[0]
    return found


def heads(config: Config, numbers: Numbers, vector: Tensor) -> tuple[Tensor, Tensor]:
    """What each head adds to an attention block's output if all vectors are this one.

    Args:
        config: sizes.
        numbers: of the block.
        vector: (dim,); each of n equal vectors gets a weight of 1 / n.

    Returns:
        (heads, dim), and the bias that is added to their sum, (dim,).
    """
    made = layer(config, numbers, 0, vector.dtype)
    own = made.self_attn
    with torch.no_grad():
        _, _, value = functional.linear(
            made.norm1(vector), own.in_proj_weight, own.in_proj_bias
        ).chunk(3)
        added = (own.out_proj.weight * value).unflatten(1, (config.heads, -1)).sum(dim=2).T
    return added, own.out_proj.bias.detach()


def mlp(config: Config, numbers: Numbers, x: Tensor) -> Tensor:
    """What an MLP block gives."""
    made = layer(config, numbers, 0, x.dtype)
    with torch.no_grad():
        wide = functional.gelu(made.linear1(made.norm2(x)))
        found: Tensor = made.linear2(wide)
    return found


def block(config: Config, numbers: Numbers, x: Tensor) -> Tensor:
    """What an encoder block gives."""
    with torch.no_grad():
        found: Tensor = layer(config, numbers, 0, x.dtype)(x)
    return found


def vits(config: Config, numbers: Numbers, x: Tensor) -> Iterator[Tensor]:
    """What a whole network gives, for each way in which its patches may be laid out."""
    d, p, c = config.dim, config.patch, config.channels
    bias = numbers.get(("map", (d,), 0), torch.zeros(d))
    kernel = numbers.get(("map", (d, c, p, p), 0))
    flat = numbers.get(("map", (d, c * p * p), 0))
    if kernel is not None:
        yield _vit(config, numbers, x, kernel, bias)
    elif flat is not None:
        yield _vit(config, numbers, x, flat.reshape(d, c, p, p), bias)
        yield _vit(config, numbers, x, flat.reshape(d, p, p, c).permute(0, 3, 1, 2), bias)
    expect.true(
        kernel is not None or flat is not None,
        f"Expected a patch embedding with a weight of shape {(d, c, p, p)}, but got none.",
    )


def _vit(config: Config, numbers: Numbers, x: Tensor, kernel: Tensor, bias: Tensor) -> Tensor:
    sequence = tokens(config, numbers, functional.conv2d(x, kernel, bias, stride=config.patch))
    for at in range(config.layers):
        sequence = layer(config, numbers, at, x.dtype)(sequence)
    gain, shift = (numbers.get((f"norm {kind}", (config.dim,), 0)) for kind in ("weight", "bias"))
    first = functional.layer_norm(sequence[:, 0], (config.dim,), gain, shift)
    weight = part(numbers, (config.classes, config.dim), "the head's weight")
    bias = part(numbers, (config.classes,), "the head's bias")
    return functional.linear(first, weight, bias)


def tokens(config: Config, numbers: Numbers, maps: Tensor) -> Tensor:
    """The sequence that goes into the first block, made of what the convolution gives."""
    token = part(numbers, (1, 1, config.dim), "the class token")
    positions = part(numbers, (1, config.patches + 1, config.dim), "the position embeddings")
    sequence = maps.flatten(2).transpose(1, 2)
    return torch.cat((token.expand(len(maps), -1, -1), sequence), dim=1) + positions


def part(numbers: Numbers, shape: tuple[int, ...], name: str) -> Tensor:
    """The one tensor of a shape, or a failure that says what is missing."""
    found = numbers.get(("map", shape, 0))
    expect.true(
        found is not None,
        f"Expected {name} to be a registered parameter of shape {shape}, but got none in the "
        "state dict.",
    )
    return found if found is not None else torch.zeros(shape)


def agree(found: Tensor, wanted: Tensor) -> bool:
    """Whether two outputs are the same but for rounding."""
    return found.shape == wanted.shape and torch.allclose(found, wanted, rtol=1e-3, atol=1e-4)


def check_vit(config: Config, numbers: Numbers, x: Tensor, found: Tensor) -> None:
    """The output is that of a vision transformer with these numbers."""
    with torch.no_grad():
        every = list(vits(config, numbers, x))
    wanted = next((w for w in every if agree(found, w)), every[0])
    expect.close(found, wanted, name="the logits", rtol=1e-3, atol=1e-4)


def token_gradients(
    config: Config, numbers: Numbers, x: Tensor, weights: Tensor
) -> dict[tuple[int, ...], Tensor]:
    """Gradients of class token and positions, by shape, of the weighted sum of the logits."""
    shapes: list[tuple[int, ...]] = [(1, 1, config.dim), (1, config.patches + 1, config.dim)]
    leaves = {shape: part(numbers, shape, "a token").clone().requires_grad_() for shape in shapes}
    given = {**numbers, **{("map", shape, 0): leaf for shape, leaf in leaves.items()}}
    out = next(vits(config, given, x))
    found = torch.autograd.grad((out * weights).sum(), list(leaves.values()))
    return dict(zip(shapes, found, strict=True))
