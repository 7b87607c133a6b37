"""The pages' colours, light and dark, and how far they stand apart."""

import re
from pathlib import Path

STYLESHEET = Path(__file__).resolve().parents[3] / "static/css/comparison.css"
PORTAL = STYLESHEET.with_name("portal.css")
DARK = STYLESHEET.with_name("dark.css")


def colours(css: str) -> dict[str, str]:
    return {name: f"#{colour}" for name, colour in re.findall(r"--([\w-]+): #(\w+);", css)}


def schemes() -> list[dict[str, str]]:
    """Light and dark, with the portal's own ink and surface for what has no score."""
    light = colours(PORTAL.read_text()) | colours(STYLESHEET.read_text())
    return [
        {"band-0": found["surface"], "on-band-0": found["ink"], **found}
        for found in (light, light | colours(DARK.read_text()))
    ]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def laid_over(colour: str, opacity: float, ground: str) -> str:
    """What is seen of a colour that the ground shines through."""
    parts = [[int(value[at : at + 2], 16) for at in (1, 3, 5)] for value in (colour, ground)]
    return "#" + "".join(
        f"{round(upper * opacity + lower * (1 - opacity)):02x}" for upper, lower in zip(*parts, strict=True)
    )
