"""Make torchvision usable where its compiled part does not fit the installed torch.

torchvision's wheels are linked against CUDA. Beside a CPU-only torch the compiled part does not
load, and ``import torchvision`` stops with ``operator torchvision::nms does not exist``, although
data sets, transforms and models are plain Python. `ensure` defines what that import asks for, and
gives the operators a student may meet (non-maximum suppression, reading and writing images) a slow
but right implementation. Where torchvision is whole it does nothing.
"""

from __future__ import annotations

import ctypes
import importlib.util
import io
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor
    from torch.library import Library

_BOXES = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_DECODE = "(Tensor data, int mode, bool apply_exif_orientation=False) -> Tensor"
_MODES = {0: None, 1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}  # torchvision.io.ImageReadMode's values


def ensure() -> bool:
    """Make ``import torchvision`` work; returns whether a repair was needed.

    Call it before torchvision is imported. A repaired torchvision is imported here, because two of
    its functions must be told that their operators exist now.
    """
    if not is_broken():
        return False
    if "torchvision" not in sys.modules:
        _repair()
    return True


@cache
def is_broken() -> bool:
    """Whether torchvision is there and its compiled part does not load; imports torch, at most."""
    return sys.platform != "win32" and not _loads("_C")


def _loads(name: str) -> bool:
    """Whether torchvision's own library ``name`` loads, found without importing torchvision."""
    import torch  # noqa: F401  # its libraries must be there first

    spec = importlib.util.find_spec("torchvision")
    if spec is None:
        return True
    files = [f for d in spec.submodule_search_locations or () for f in Path(d).glob(f"{name}*.so")]
    try:
        for file in files:
            ctypes.CDLL(os.fspath(file))
    except OSError:
        return False
    return bool(files)


def _repair() -> None:
    _box_operators()
    import torchvision.ops.boxes

    torchvision.ops.boxes._assert_has_ops = lambda: None
    if not _loads("image"):
        _image_operators()
        import torchvision.io.image

        torchvision.io.image._has_image_ops = lambda: True


@cache  # a Library takes its operators away when it is collected: the cache keeps it
def _box_operators() -> Library:
    from torch.library import Library

    library = Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        library.define(name + _BOXES)
    for device in ("CPU", "CUDA"):
        library.impl("nms", _nms, device)
    return library


@cache
def _image_operators() -> Library:
    from torch.library import Library

    library = Library("image", "DEF")
    library.define("read_file(str filename) -> Tensor")
    library.impl("read_file", _read_file, "CompositeExplicitAutograd")
    library.define("write_file(str filename, Tensor data) -> ()")
    library.impl("write_file", _write_file, "CPU")
    for name in ("decode_image", "decode_png", "decode_jpeg", "decode_webp"):
        library.define(name + _DECODE)
        library.impl(name, _decode, "CPU")
    library.define("encode_png(Tensor data, int compression_level) -> Tensor")
    library.impl("encode_png", _encode_png, "CPU")
    library.define("encode_jpeg(Tensor data, int quality) -> Tensor")
    library.impl("encode_jpeg", _encode_jpeg, "CPU")
    return library


def _nms(dets: Tensor, scores: Tensor, iou_threshold: float) -> Tensor:
    """Keep each box, best score first, that overlaps no kept one by more than the threshold."""
    import torch

    left, top, right, bottom = dets.unbind(1)
    area = (right - left) * (bottom - top)
    waiting = scores.argsort(descending=True, stable=True)
    kept = []
    while waiting.numel():
        best, rest = waiting[0], waiting[1:]
        kept.append(best)
        width = torch.minimum(right[best], right[rest]) - torch.maximum(left[best], left[rest])
        height = torch.minimum(bottom[best], bottom[rest]) - torch.maximum(top[best], top[rest])
        shared = width.clamp(min=0) * height.clamp(min=0)
        overlap = shared / (area[best] + area[rest] - shared)
        waiting = rest[~(overlap > iou_threshold)]  # an overlap of 0/0 keeps the box, as in C++
    return torch.stack(kept) if kept else scores.new_empty(0, dtype=torch.int64)


def _read_file(filename: str) -> Tensor:
    return _bytes_to_tensor(Path(filename).read_bytes())


def _write_file(filename: str, data: Tensor) -> None:
    Path(filename).write_bytes(data.numpy().tobytes())


def _decode(data: Tensor, mode: int, apply_exif_orientation: bool = False) -> Tensor:
    """Return the image as uint8 (channels, height, width), converted to ``mode``."""
    import numpy as np
    import torch
    from PIL import Image, ImageOps

    image: Image.Image = Image.open(io.BytesIO(data.numpy().tobytes()))
    if apply_exif_orientation:
        image = ImageOps.exif_transpose(image)
    wanted = _MODES[mode] or _nearest_mode(image)
    pixels = np.array(image if image.mode == wanted else image.convert(wanted))
    channels_first = pixels[None] if pixels.ndim == 2 else pixels.transpose(2, 0, 1)
    return torch.from_numpy(np.ascontiguousarray(channels_first))


def _nearest_mode(image: Any) -> str:
    """The mode in which an image is left as it is: palettes and the like become colours."""
    if image.mode in _MODES.values():
        return str(image.mode)
    return "RGBA" if "transparency" in image.info else "RGB"


def _encode_png(data: Tensor, compression_level: int) -> Tensor:
    return _encode(data, "PNG", compress_level=compression_level)


def _encode_jpeg(data: Tensor, quality: int) -> Tensor:
    return _encode(data, "JPEG", quality=quality)


def _encode(data: Tensor, kind: str, **options: int) -> Tensor:
    """Encode uint8 (1 or 3, height, width) as the bytes of an image file."""
    import numpy as np
    from PIL import Image

    pixels = data.numpy()
    plane = pixels[0] if pixels.shape[0] == 1 else np.ascontiguousarray(pixels.transpose(1, 2, 0))
    buffer = io.BytesIO()
    Image.fromarray(plane).save(buffer, kind, **options)
    return _bytes_to_tensor(buffer.getvalue())


def _bytes_to_tensor(data: bytes) -> Tensor:
    import torch

    return torch.frombuffer(bytearray(data), dtype=torch.uint8)
