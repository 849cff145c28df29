"""Numbers of appointment slips.

Series, running number, two check digits; say nothing about the person. Pure.

ISO/IEC 7064 MOD 97-10 catches every single wrong character and nearly every swap, so that a slip can be read
out over the telephone. Form: `H07-00412-80`.
"""

from __future__ import annotations

import re

_WRITTEN = re.compile(r"([A-Z]\d{2})-?(\d{5})-?(\d{2})")
_SERIES = re.compile(r"[A-Z]\d{2}")


def check_digits(text: str) -> str:
    """The two digits that follow `text` (digits and capital letters A-Z, letters counting 10 to 35)."""
    return f"{98 - int(_digits(text)) * 100 % 97:02}"


def is_sound(text: str) -> bool:
    """Whether digits and capital letters, check digits last, leave the remainder 1."""
    return int(_digits(text)) % 97 == 1


def make_slip_number(series: str, running: int) -> str:
    """The number of a slip.

    Series as a letter and two digits, running number from 1 to 99999. ValueError otherwise.
    """
    if not _SERIES.fullmatch(series) or not 1 <= running <= 99_999:
        raise ValueError("a series is a letter and two digits, a running number lies between 1 and 99999")
    return f"{series}-{running:05}-{check_digits(f'{series}{running:05}')}"


def read_slip_number(typed: str) -> str | None:
    """The number as it is written, from what somebody typed or heard; None when it cannot be one."""
    found = _WRITTEN.fullmatch(re.sub(r"\s", "", typed).upper())
    if not found or not is_sound("".join(found.groups())):
        return None
    return "-".join(found.groups())


def _digits(text: str) -> str:
    if not re.fullmatch(r"[0-9A-Z]+", text):
        raise ValueError("only digits and capital letters")
    return "".join(str(int(letter, 36)) for letter in text)
