"""C40: capitals, figures and blanks, three in two bytes (ISO/IEC 16022, 5.2.5; Doc 9303-13, 2.4). Pure.

For: the header and the texts of visible digital seals. The zone's filler "<" is written as a blank.
"""

from __future__ import annotations

from tannha.icao.deviations import Flaw, refuse

_LETTERS = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIRST = 3
_VALUES = {letter: value for value, letter in enumerate(_LETTERS, start=_FIRST)} | {"<": _FIRST}
_SHIFT, _UNLATCH = 0, 0xFE


def encode_c40(text: str) -> bytes:
    """Write a text. Refuses (ValueError) letters outside A-Z, 0-9, blank and filler."""
    try:
        values = [_VALUES[letter] for letter in text]
    except KeyError as error:
        raise ValueError("C40 carries capitals, figures, blanks and fillers") from error
    written = bytearray()
    for at in range(0, len(values) - len(values) % 3, 3):
        written += _pair(*values[at : at + 3])
    rest = values[len(values) - len(values) % 3 :]
    if len(rest) == 2:
        written += _pair(rest[0], rest[1], _SHIFT)
    elif rest:
        written += bytes((_UNLATCH, ord(" " if text[-1] == "<" else text[-1]) + 1))
    return bytes(written)


def _pair(first: int, second: int, third: int) -> bytes:
    return (1_600 * first + 40 * second + third + 1).to_bytes(2, "big")


def decode_c40(data: bytes) -> str:
    """Read a text; fillers come back as blanks. Raises `Malformed` (BAD_TEXT) for anything else than these letters."""
    if len(data) % 2:
        refuse(Flaw.BAD_LENGTH, part="C40 text")
    letters: list[str] = []
    for at in range(0, len(data), 2):
        last = at + 2 == len(data)
        if data[at] == _UNLATCH:
            letter = chr(data[at + 1] - 1) if data[at + 1] else ""
            if not last or letter not in _VALUES or letter in ("", "<"):
                refuse(Flaw.BAD_TEXT, at, "C40 text")
            letters.append(letter)
            continue
        number = int.from_bytes(data[at : at + 2], "big") - 1
        values = [number // 1_600, number // 40 % 40, number % 40]
        if last and values[2] == _SHIFT:
            values.pop()
        for value in values:
            if not _FIRST <= value < _FIRST + len(_LETTERS):
                refuse(Flaw.BAD_TEXT, at, "C40 text")
            letters.append(_LETTERS[value - _FIRST])
    return "".join(letters)


def c40_size(count: int) -> int:
    """How many bytes a text of this many letters takes."""
    return (count + 2) // 3 * 2
