"""Draws the site's icon: three calm lines of water, telling no topic (S17).

Run from the repository's root with ``python styles/icon.py``; writes ``static/icon.png`` and ``static/icon.ico``.
Standard library only, same bytes every time.
"""

import math
import struct
import zlib
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
SAMPLES = 4
Colour = tuple[int, int, int, int]
CLEAR: Colour = (29, 92, 99, 0)
DEEP: Colour = (29, 92, 99, 255)
LIGHT: Colour = (226, 238, 236, 255)


def colour_at(x: float, y: float) -> Colour:
    """The colour of a point; x and y go from 0 to 1, from the top left corner."""
    reach = 0.5 - 0.22
    corner = math.hypot(max(abs(x - 0.5) - reach, 0), max(abs(y - 0.5) - reach, 0))
    if corner > 0.22:
        return CLEAR
    wave = 0.05 * math.sin(2 * math.pi * 1.5 * x)
    on_line = any(abs(y + wave - middle) < 0.045 for middle in (0.32, 0.5, 0.68))
    return LIGHT if on_line and 0.16 < x < 0.84 else DEEP


def pixel(column: int, row: int, size: int) -> bytes:
    """One pixel of four bytes (red, green, blue, opacity), averaged over SAMPLES² points."""
    steps = [(step + 0.5) / SAMPLES for step in range(SAMPLES)]
    points = [colour_at((column + dx) / size, (row + dy) / size) for dx in steps for dy in steps]
    return bytes(round(sum(point[channel] for point in points) / len(points)) for channel in range(4))


def chunk(name: bytes, content: bytes) -> bytes:
    """One chunk of a PNG file: length, name, content, checksum."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(size: int) -> bytes:
    """The icon as a PNG file of size by size pixels."""
    rows = b"".join(b"\0" + b"".join(pixel(column, row, size) for column in range(size)) for row in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def ico(size: int) -> bytes:
    """The icon as an ICO file that holds one PNG."""
    picture = png(size)
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, size, size, 0, 0, 1, 32, len(picture), 22) + picture


if __name__ == "__main__":
    (STATIC / "icon.png").write_bytes(png(96))
    (STATIC / "icon.ico").write_bytes(ico(32))
