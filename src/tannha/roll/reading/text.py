"""Reads .csv and .txt lists: which encoding, which separator, then cells as text.

UTF-8 with or without mark, UTF-16 as spreadsheets save "Unicode text", Windows-1258 (letters with separate tone
signs, composed here, since that is how the code page writes them and no fault of the list), and the letters of TCVN3
and VNI left as they are. Which of the eight-bit ones it is, the syllables tell.
"""

from __future__ import annotations

import contextlib
import csv
import re
import unicodedata
from collections.abc import Iterator

from tannha.ground.refusal import Refusal, Refused
from tannha.roll.reading.workbook_child import MOST_CELLS
from tannha.roll.refusals import Code
from tannha.roll.rules.cells import Book, Sheet
from tannha.roll.rules.old_letters import CONVERT, Letters
from tannha.roll.rules.syllables import is_syllable

_SEPARATORS = ";\t,|"
_MOST_ROWS = 400_000
_LONGEST_LINE = 1_000_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LONGEST_CELL = 20_000
_WEIGHED = 400_000
_ENOUGH_SYLLABLES = 0.8
_WORDS = re.compile(r"[^\s;,|\"\d/.:()]+")
_CONTROLS = frozenset(chr(code) for code in range(32)) - {"\t", "\n", "\r", "\x0b", "\x0c"}


def read_text(data: bytes) -> Book:
    """Read a text list; refuses bytes that are no text in a known encoding, and more rows than a ward has.

    Empty lines at the end are left out, however many there are.
    """
    text, encoding = _decoded(data)
    sample = text[:200_000]
    if any(letter in _CONTROLS for letter in sample):
        raise Refused(Refusal(Code.FILE_NOT_A_LIST))
    separator = _separator(sample)
    rows: list[list[str]] = []
    previous = csv.field_size_limit(_LONGEST_CELL)
    try:
        blanks = 0
        cells = 0
        for row in csv.reader(_lines(text), delimiter=separator, strict=False):
            if not any(row):
                blanks += 1
                continue
            cells += len(row)
            if len(rows) + blanks >= _MOST_ROWS or cells > MOST_CELLS:
                raise Refused(Refusal(Code.FILE_TOO_SLOW))
            rows.extend([] for _ in range(blanks))
            rows.append(row)
            blanks = 0
    except csv.Error as error:
        raise Refused(Refusal(Code.FILE_NOT_A_LIST)) from error
    finally:
        csv.field_size_limit(previous)
    return Book(sheets=(Sheet(name="", rows=rows),), encoding=encoding)


def _lines(text: str) -> Iterator[str]:
    """Line by line with its end; a line as long as a file is no list, and would be cut into as many cells."""
    for found in _LINE.finditer(text):
        if found.end() - found.start() > _LONGEST_LINE:
            raise Refused(Refusal(Code.FILE_NOT_A_LIST))
        yield found.group()


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith(b"\xef\xbb\xbf"):
        return _strict(data[3:], "utf-8"), "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16").removeprefix("\ufeff"), "utf-16"
    if guessed := _utf16_without_mark(data):
        return _strict(data, guessed), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _eight_bit(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(Refusal(Code.FILE_ENCODING)) from error


def _utf16_without_mark(data: bytes) -> str:
    head = data[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.1 else ""


def _eight_bit(data: bytes) -> tuple[str, str]:
    """Windows-1258, or the old fonts' Latin letters, which are left as they are; what gives no syllables is refused."""
    candidates: list[tuple[float, str, str]] = []
    with contextlib.suppress(UnicodeDecodeError):
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
        candidates.append((_share_of_syllables(text), text, "windows-1258"))
    as_latin = data.decode("latin-1")
    for letters in (Letters.TCVN3, Letters.VNI):
        share = _share_of_syllables(CONVERT[letters](as_latin[:_WEIGHED]))
        candidates.append((share, as_latin, letters.value))
    share, text, encoding = max(candidates, key=lambda candidate: candidate[0])
    if share < _ENOUGH_SYLLABLES:
        raise Refused(Refusal(Code.FILE_ENCODING))
    return text, encoding


def _share_of_syllables(text: str) -> float:
    """Of the words with letters beyond ASCII, how many are Vietnamese; 0 where there are none."""
    marked = [word for word in _WORDS.findall(text[:_WEIGHED]) if not word.isascii()]
    return sum(map(is_syllable, marked)) / len(marked) if marked else 0.0


def _separator(sample: str) -> str:
    """The separator that cuts most of the first lines into equally many parts, more than one."""
    lines = [line for line in sample.splitlines()[:60] if line.strip()]
    best, score = ",", 0.0
    for separator in _SEPARATORS:
        counts = [_count_outside_quotes(line, separator) for line in lines]
        filled = [count for count in counts if count]
        if not filled:
            continue
        common = max(set(filled), key=filled.count)
        found = filled.count(common) / len(lines) * (1 + min(common, 10) / 10)
        if found > score:
            best, score = separator, found
    return best


def _count_outside_quotes(line: str, separator: str) -> int:
    if '"' not in line:
        return line.count(separator)
    inside, count = False, 0
    for letter in line:
        if letter == '"':
            inside = not inside
        elif letter == separator and not inside:
            count += 1
    return count
