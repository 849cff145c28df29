"""Pictures for the demo's captures: invented prints and portraits with SPECIMEN across them.

What for: samples come from files in this house; these files are drawn here, line by line, from a seed. They
are pictures of nobody, useless to any matcher, and say so.
"""

from __future__ import annotations

import io
import math
from itertools import pairwise
from random import Random

from PIL import Image, ImageDraw, ImageFont

PRINT_SIZE = (300, 375)
PORTRAIT_SIZE = (300, 400)
IRIS_SIZE = (320, 240)
WORD = "SPECIMEN"


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, format="PNG", optimize=False)
    return out.getvalue()


def _stamp(picture: Image.Image, *, ink: int | tuple[int, int, int]) -> None:
    draw = ImageDraw.Draw(picture)
    face = ImageFont.load_default(size=picture.width // 7)
    left, top, right, bottom = draw.textbbox((0, 0), WORD, font=face)
    at = ((picture.width - (right - left)) // 2, picture.height - (bottom - top) - 24)
    draw.rectangle((at[0] - 6, at[1] - 4, at[0] + right - left + 6, at[1] + bottom - top + 12), fill="white")
    draw.text(at, WORD, fill=ink, font=face)


def fingerprint(name: str) -> bytes:
    """A grey PNG of arches and whorls like a print's, drawn from the name of finger and person."""
    rng = Random(f"print {name}")
    width, height = PRINT_SIZE
    picture = Image.new("L", PRINT_SIZE, 255)
    draw = ImageDraw.Draw(picture)
    core_x, core_y = width / 2 + rng.uniform(-22, 22), height * 0.42 + rng.uniform(-24, 24)
    swirl = rng.uniform(0.5, 1.4) * rng.choice((-1, 1))
    for ring in range(3, 32):
        radius = ring * 6
        points = []
        for step in range(0, 361, 8):
            angle = math.radians(step)
            wobble = 1 + 0.05 * math.sin(3 * angle + swirl * ring / 4) + 0.02 * math.sin(7 * angle + ring)
            x = core_x + radius * 0.78 * wobble * math.cos(angle + swirl * ring / 110)
            y = core_y + radius * wobble * math.sin(angle) * (1.25 if math.sin(angle) > 0 else 0.95)
            points.append((x, y))
        for first, second in pairwise(points):
            middle = ((first[0] + second[0]) / 2, (first[1] + second[1]) / 2)
            inside = ((middle[0] - width / 2) / 128) ** 2 + ((middle[1] - height / 2) / 170) ** 2 < 1
            if inside and rng.random() > 0.05:
                draw.line((first, second), fill=40 + rng.randint(0, 40), width=3)
    _stamp(picture, ink=0)
    return _png(picture)


def portrait(name: str) -> bytes:
    """A PNG of a drawn head and shoulders on white: no real face, ears and eyes where the rule wants them."""
    rng = Random(f"face {name}")
    width, height = PORTRAIT_SIZE
    picture = Image.new("RGB", PORTRAIT_SIZE, (250, 250, 250))
    draw = ImageDraw.Draw(picture)
    skin = (226 - rng.randint(0, 34), 186 - rng.randint(0, 30), 156 - rng.randint(0, 30))
    hair = rng.choice(((200, 200, 204), (120, 120, 126), (46, 40, 38)))
    cloth = rng.choice(((70, 92, 120), (96, 70, 84), (66, 98, 84)))
    middle = width // 2
    draw.ellipse((middle - 140, height - 110, middle + 140, height + 150), fill=cloth)
    draw.rectangle((middle - 28, 262, middle + 28, 312), fill=skin)
    draw.ellipse((middle - 96, 66, middle + 96, 258), fill=hair)
    draw.ellipse((middle - 80, 90, middle + 80, 286), fill=skin)
    for side in (-1, 1):
        ear = middle + side * 82
        draw.ellipse((ear - 13, 172, ear + 13, 214), fill=skin)
        eye = middle + side * 34
        draw.ellipse((eye - 13, 172, eye + 13, 186), fill="white", outline=(90, 80, 76))
        draw.ellipse((eye - 6, 173, eye + 6, 185), fill=(50, 40, 36))
        draw.line((eye - 17, 160, eye + 17, 157), fill=hair, width=4)
    draw.line((middle, 190, middle - 8, 222, middle + 6, 224), fill=(150, 110, 92), width=3)
    draw.line((middle - 24, 248, middle + 24, 248), fill=(150, 84, 80), width=4)
    _stamp(picture, ink=(120, 20, 20))
    return _png(picture)


def iris(name: str) -> bytes:
    """A PNG of a drawn eye from close by, grey."""
    rng = Random(f"iris {name}")
    width = IRIS_SIZE[0]
    picture = Image.new("L", IRIS_SIZE, 210)
    draw = ImageDraw.Draw(picture)
    middle = (width // 2 + rng.randint(-8, 8), 98 + rng.randint(-6, 6))
    draw.ellipse((middle[0] - 88, middle[1] - 88, middle[0] + 88, middle[1] + 88), fill=120)
    for _ in range(240):
        angle = rng.uniform(0, 2 * math.pi)
        inner, outer = rng.uniform(34, 48), rng.uniform(60, 86)
        draw.line(
            (
                middle[0] + inner * math.cos(angle),
                middle[1] + inner * math.sin(angle),
                middle[0] + outer * math.cos(angle),
                middle[1] + outer * math.sin(angle),
            ),
            fill=80 + rng.randint(0, 90),
        )
    draw.ellipse((middle[0] - 34, middle[1] - 34, middle[0] + 34, middle[1] + 34), fill=18)
    _stamp(picture, ink=0)
    return _png(picture)
