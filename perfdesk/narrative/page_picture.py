"""PNG and JPEG as a PDF holds them: the file's own compressed bytes wherever the PDF can take them.

Below `pdf`. Only a PNG with see-through pixels, such as a seal, is taken apart: its opacity goes into a mask
of its own. Nothing is decoded that is larger than a page needs.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_PNG = b"\x89PNG\r\n\x1a\n"
_MOST_PIXELS, _MOST_BLENDED = 60_000_000, 4_000_000
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_SPACES = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
# Frames that tell the size of a JPEG; the others of the range are tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Layer:
    """One image of a PDF.

    Attributes:
        entries: what its dictionary says besides its length.
        data: its stream, compressed already.
        mask: how opaque it is where it is not everywhere.
    """

    entries: str
    data: bytes
    mask: Layer | None = None


@dataclass(frozen=True, slots=True)
class _Png:
    width: int
    height: int
    depth: int
    kind: int
    interlaced: int
    chunks: dict[bytes, bytes]


def is_printable(content: bytes) -> bool:
    """Whether `layer` can make something of a picture, by its first bytes."""
    png, jpeg = _png(content), _jpeg(content)
    if png is not None:
        pixels = png.width * png.height
        if _is_blended(png):
            return png.depth == 8 and pixels <= _MOST_BLENDED and not png.interlaced
        return pixels <= _MOST_PIXELS and not png.interlaced
    return jpeg is not None


def layer(content: bytes) -> Layer | None:
    """The picture as an image of a PDF; None where it is damaged."""
    try:
        png = _png(content)
        if png is not None:
            return _blended(png) if png.kind in {4, 6} else _plain(png)
        return _photo(content)
    except (struct.error, zlib.error, ValueError, IndexError):
        return None


def _png(content: bytes) -> _Png | None:
    """The parts of a PNG; pieces of its data joined."""
    if not content.startswith(_PNG) or content[12:16] != b"IHDR" or len(content) < 29:
        return None
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", content[16:29])
    if kind not in _CHANNELS or not width or not height:
        return None
    chunks: dict[bytes, list[bytes]] = {}
    for name, data in _chunks(content):
        chunks.setdefault(name, []).append(data)
    joined = {name: b"".join(pieces) for name, pieces in chunks.items()}
    return _Png(width, height, depth, kind, interlaced, joined)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 8 <= len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        yield content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        at += size + 12


def _is_blended(png: _Png) -> bool:
    return png.kind in {4, 6} or (png.kind == 3 and png.depth == 8 and b"tRNS" in png.chunks)


def _entries(png: _Png, space: str, channels: int) -> str:
    return (
        f"/Width {png.width} /Height {png.height} /ColorSpace {space} /BitsPerComponent {png.depth} "
        f"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors {channels} "
        f"/BitsPerComponent {png.depth} /Columns {png.width} >>"
    )


def _plain(png: _Png) -> Layer:
    """Without opacity the PDF takes the data as they are; so it does with a palette."""
    if png.kind != 3:
        channels = _CHANNELS[png.kind]
        return Layer(_entries(png, _SPACES[channels], channels), png.chunks[b"IDAT"])
    palette = png.chunks[b"PLTE"]
    space = f"[/Indexed /DeviceRGB {len(palette) // 3 - 1} <{palette.hex().upper()}>]"
    opacities = png.chunks.get(b"tRNS", b"")
    mask = None
    if opacities and png.depth == 8:
        opacity = _pixels(png, 1).translate(opacities.ljust(256, b"\xff")[:256])
        mask = Layer(f"{_size(png)} /ColorSpace /DeviceGray", zlib.compress(opacity, 6))
    return Layer(_entries(png, space, 1), png.chunks[b"IDAT"], mask)


def _blended(png: _Png) -> Layer:
    """Colours and opacity of each pixel, parted."""
    channels = _CHANNELS[png.kind]
    rows = _pixels(png, channels)
    opacity = rows[channels - 1 :: channels]
    colours = bytearray(len(opacity) * (channels - 1))
    for at in range(channels - 1):
        colours[at :: channels - 1] = rows[at::channels]
    mask = Layer(f"{_size(png)} /ColorSpace /DeviceGray", zlib.compress(opacity, 6))
    space = _SPACES[channels - 1]
    return Layer(f"{_size(png)} /ColorSpace {space}", zlib.compress(bytes(colours), 6), mask)


def _size(png: _Png) -> str:
    return f"/Width {png.width} /Height {png.height} /BitsPerComponent 8 /Filter /FlateDecode"


def _pixels(png: _Png, channels: int) -> bytes:
    """The bytes of all pixels of depth 8; ValueError where the data end early."""
    width = png.width * channels
    raw = zlib.decompressobj().decompress(png.chunks[b"IDAT"], png.height * (width + 1))
    rows = b"".join(_rows(raw, width, channels))
    if len(rows) != width * png.height:
        raise ValueError("the data end early")
    return rows


def _rows(raw: bytes, width: int, step: int) -> Iterator[bytes]:
    """The rows with what a PNG subtracts from them added again."""
    above = bytearray(width)
    for begin in range(0, len(raw), width + 1):
        row = bytearray(raw[begin + 1 : begin + 1 + width])
        _restore(raw[begin], row, above, step)
        yield bytes(row)
        above = row


def _restore(kind: int, row: bytearray, above: bytearray, step: int) -> None:
    """Undo one row's filter in place: left, above, their mean, or the nearest of three (ISO 15948, 9)."""
    if kind == 2:
        row[:] = bytes((one + other) & 255 for one, other in zip(row, above, strict=True))
    elif kind == 4:
        _restore_nearest(row, above, step)
    elif kind in {1, 3}:
        for at in range(len(row)):
            left = row[at - step] if at >= step else 0
            row[at] = (row[at] + (left if kind == 1 else (left + above[at]) // 2)) & 255


def _restore_nearest(row: bytearray, above: bytearray, step: int) -> None:
    """The filter of most rows of most pictures; written for speed, as it is done for every byte."""
    for at in range(step):
        row[at] = (row[at] + above[at]) & 255
    for at in range(step, len(row)):
        left, upper, corner = row[at - step], above[at], above[at - step]
        to_left, to_upper = abs(upper - corner), abs(left - corner)
        to_corner = abs(left + upper - 2 * corner)
        if to_left <= to_upper and to_left <= to_corner:
            row[at] = (row[at] + left) & 255
        else:
            row[at] = (row[at] + (upper if to_upper <= to_corner else corner)) & 255


def _jpeg(content: bytes) -> tuple[int, int, int] | None:
    """Width, height and number of colours of a JPEG."""
    if not content.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 < len(content):
        if content[at] != 0xFF:
            return None
        kind, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if kind == 0xFF:
            at += 1
        elif kind in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            channels = content[at + 9]
            return (width, height, channels) if width and height and channels in _SPACES else None
        else:
            at += size + 2
    return None


def _photo(content: bytes) -> Layer | None:
    found = _jpeg(content)
    if found is None:
        return None
    width, height, channels = found
    # What Adobe's programs write in four colours is turned inside out.
    inverse = " /Decode [1 0 1 0 1 0 1 0]" if channels == 4 and b"Adobe" in content[:4096] else ""
    entries = (
        f"/Width {width} /Height {height} /ColorSpace {_SPACES[channels]} /BitsPerComponent 8 "
        f"/Filter /DCTDecode{inverse}"
    )
    return Layer(entries, content)
