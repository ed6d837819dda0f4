"""Makes the text of Qt's PDF files copy out as it was written.

Qt tells a reader which letter a glyph stands for by the first letter of the font that has the glyph.
Fonts draw 人 and the radical ⼈ (U+2F08) with one glyph, and the radical comes first: who searches the PDF
for 人 finds nothing, and who copies it gets another letter. The tables of letters are not compressed,
and every letter has the same length there, so that they are put right in place.
"""

from __future__ import annotations

import re
import unicodedata

_TABLE = re.compile(rb"begincmap.*?endcmap", re.DOTALL)
# The letters of a run of glyphs in brackets, or the first letter of a run behind its two glyphs.
_LETTERS = re.compile(rb"\[[^\]]*\]|(?<=> )<[0-9A-Fa-f]{4}>(?=\r?\n)")
_LETTER = re.compile(rb"<([0-9A-Fa-f]{4})>")
_RADICALS = """
⺂乛 ⺃乚 ⺅亻 ⺉刂 ⺋㔾 ⺎兀 ⺏尣 ⺐尢 ⺒巳 ⺓幺 ⺔彑 ⺕彐 ⺖忄 ⺘扌 ⺙攵 ⺛旡 ⺞歺 ⺠民 ⺡氵
⺣灬 ⺤爫 ⺦丬 ⺨犭 ⺫罒 ⺭礻 ⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺳㓁 ⺹耂 ⺺肀 ⺾艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见
⻆角 ⻈讠 ⻉贝 ⻋车 ⻌辶 ⻍辶 ⻐钅 ⻑長 ⻒镸 ⻓长 ⻔门 ⻖阝 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻟飠
⻠饣 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀
"""
"""Radicals Unicode itself does not equate with a word, each with the word that has its glyph."""
# Blanks, strokes and signs that share a glyph with the one that is typed.
_OTHERS = {
    0x0009: 0x0020,
    0x00A0: 0x0020,
    0x2003: 0x3000,
    0x2012: 0x2013,
    0x2015: 0x2014,
    0x2035: 0xFF40,
    0x2215: 0xFF0F,
    0x301C: 0xFF5E,
}
_KANGXI = range(0x2F00, 0x2FD6)


def _ordinary() -> dict[int, int]:
    """The letter meant, by the letter Qt names."""
    letters = {code: ord(unicodedata.normalize("NFKC", chr(code))) for code in _KANGXI}
    letters.update((ord(pair[0]), ord(pair[1])) for pair in _RADICALS.split())
    return letters | _OTHERS


def with_ordinary_letters(pdf: bytes) -> bytes:
    """The PDF with ordinary letters where its tables name radicals and other doubles; as long as before."""
    ordinary = _ordinary()

    def letter(match: re.Match[bytes]) -> bytes:
        code = int(match.group(1), 16)
        return b"<%04X>" % ordinary.get(code, code)

    def letters(match: re.Match[bytes]) -> bytes:
        return _LETTER.sub(letter, match.group())

    return _TABLE.sub(lambda table: _LETTERS.sub(letters, table.group()), pdf)
