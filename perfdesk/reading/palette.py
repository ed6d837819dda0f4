"""Colours of a workbook: theme, indexed and plain ones with tint, resolved to `#RRGGBB`.

Used by `style` alone.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from dataclasses import dataclass

# Excel's order of theme slots puts the light and dark pairs the other way round than the theme part.
DEFAULT_THEME = ("#FFFFFF", "#000000", "#EEECE1", "#1F497D", "#4F81BD", "#C0504D",
                 "#9BBB59", "#8064A2", "#4BACC6", "#F79646", "#0000FF", "#800080")  # fmt: skip
THEME_SLOTS = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
               "hlink", "folHlink")  # fmt: skip
_BASIC = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
_INDEXED = _BASIC + _BASIC + (
    "800000", "008000", "000080", "808000", "800080", "008080", "C0C0C0", "808080",
    "9999FF", "993366", "FFFFCC", "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF",
    "000080", "FF00FF", "FFFF00", "00FFFF", "800080", "800000", "008080", "0000FF",
    "00CCFF", "CCFFFF", "CCFFCC", "FFFF99", "99CCFF", "FF99CC", "CC99FF", "FFCC99",
    "3366FF", "33CCCC", "99CC00", "FFCC00", "FF9900", "FF6600", "666699", "969696",
    "003366", "339966", "003300", "333300", "993300", "993366", "333399", "333333",
)  # fmt: skip
DEFAULT_INDEXED = tuple(f"#{color}" for color in _INDEXED)
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})\Z")
_HUE_STEPS = 240


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours a workbook's styles refer to by number."""

    theme: tuple[str, ...] = DEFAULT_THEME
    indexed: tuple[str, ...] = DEFAULT_INDEXED

    def resolve(self, attributes: Mapping[str, str]) -> str | None:
        """The colour a `<color>` element names, or None where it is automatic or unknown."""
        base = self._base(attributes)
        if base is None:
            return None
        try:
            tint = float(attributes.get("tint", "0"))
        except ValueError:
            tint = 0.0
        return tinted(base, tint) if -1 <= tint <= 1 and tint else base

    def _base(self, attributes: Mapping[str, str]) -> str | None:
        if "rgb" in attributes:
            return plain_color(attributes["rgb"])
        for key, colors in (("theme", self.theme), ("indexed", self.indexed)):
            number = attributes.get(key, "")
            if number.isascii() and number.isdigit() and len(number) < 4:
                return colors[int(number)] if int(number) < len(colors) else None
        return None


def plain_color(text: str) -> str | None:
    """`FF00B050` or `00B050` as `#00B050`; None for anything else."""
    match = _HEX.match(text.strip())
    return f"#{match.group(1).upper()}" if match else None


def tinted(color: str, tint: float) -> str:
    """The colour made lighter (tint above 0) or darker, in the lightness of HLS as Excel does."""
    red, green, blue = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
    light = round(light * _HUE_STEPS) / _HUE_STEPS
    parts = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), saturation)
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)
