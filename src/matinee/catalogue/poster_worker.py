"""A program that reads one picture and writes it as WebP in several widths. It imports nothing of Matinee.

Pictures come from outside, and decoders of pictures have had security holes. So this runs as a process of its
own, without the site's environment and database, and limits itself before it reads the first byte.

Standard input is the picture. The arguments are the greatest number of pixels and the widths. Standard
output is a line of JSON, `{"sizes": [1000, 2000]}`, and the pictures one after the other, or
`{"problem": "damaged"}`.
"""

import io
import json
import resource
import sys
from typing import Any

MEMORY_BYTES = 1024 * 1024 * 1024
"""Address space, libraries included: enough for a picture of the greatest size in three copies."""

CPU_SECONDS = 20
OPEN_FILES = 32
FORMATS = ("JPEG", "PNG", "WEBP")
MIN_PIXELS_PER_SIDE = 100
MAX_RATIO = 4
QUALITY = 82
WHITE = (255, 255, 255)


class Problem(Exception):
    """Why the picture cannot be used. The message is a code."""


def limit_resources() -> None:
    """Limit memory and time; forbid files and processes."""
    limits = {
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform == "linux":
        # macOS has no limit of the address space.
        limits[resource.RLIMIT_AS] = MEMORY_BYTES
        limits[resource.RLIMIT_NPROC] = 0
    for kind, value in limits.items():
        resource.setrlimit(kind, (value, value))


def render(data: bytes, max_pixels: int, widths: list[int]) -> list[bytes]:
    """The picture in each width, upright and without metadata. It is never enlarged.

    Raises: Problem.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    # The limit is checked below, before any pixel is decoded.
    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Problem("unknown") from error
    width, height = image.size
    if width * height > max_pixels:
        raise Problem("too-many-pixels")
    if min(width, height) < MIN_PIXELS_PER_SIDE or max(width, height) > MAX_RATIO * min(width, height):
        raise Problem("wrong-size")
    # Telephones store a preview as a second picture in the same JPEG file.
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise Problem("animated")
    image.load()
    largest = _flat(ImageOps.exif_transpose(image))
    return [_webp(largest, width) for width in widths]


def _flat(image: Any) -> Any:
    """The picture in sRGB, on white where it is transparent."""
    from PIL import Image

    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        flat = Image.new("RGB", layer.size, WHITE)
        flat.paste(layer, mask=layer.getchannel("A"))
        return flat
    return _in_srgb(image)


def _in_srgb(image: Any) -> Any:
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB")


def _webp(image: Any, width: int) -> bytes:
    from PIL import Image

    resized = image.copy()
    resized.thumbnail((width, width * MAX_RATIO), Image.Resampling.LANCZOS)
    clean = Image.new("RGB", resized.size)
    clean.paste(resized)
    output = io.BytesIO()
    clean.save(output, "WEBP", quality=QUALITY, method=4)
    return output.getvalue()


def main() -> None:
    """Read, render, write."""
    limit_resources()
    max_pixels, *widths = (int(argument) for argument in sys.argv[1:])
    pictures: list[bytes] = []
    result: dict[str, object]
    try:
        pictures = render(sys.stdin.buffer.read(), max_pixels, widths)
        result = {"sizes": [len(one) for one in pictures]}
    except Problem as problem:
        result = {"problem": str(problem)}
    except MemoryError:
        result = {"problem": "too-costly"}
    except Exception:
        # Decoders report damage with errors of many kinds.
        result = {"problem": "damaged"}
    sys.stdout.buffer.write(json.dumps(result).encode() + b"\n" + b"".join(pictures))


if __name__ == "__main__":
    main()
