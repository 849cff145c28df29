"""The twelve-digit personal number (số định danh cá nhân): structure, doubts and masking. Pure.

`PPP G YY NNNNNN`: province of birth registration, century with sex, year of birth, random digits; no check digit
exists (Decree 137/2015, 70/2024). A contradiction with birth or sex is a doubt, never a refusal: a citizen may keep
the number after a lawful correction (Decree 70/2024 Art. 11).
"""

from __future__ import annotations

import re
from enum import StrEnum

from tannha.ground.dates import PartialDate

SYNTHETIC_PREFIX = "099"
_TWELVE = re.compile(r"\d{12}")

PROVINCES = frozenset(
    f"{code:03}"
    for code in (
        *(
            1,
            2,
            4,
            6,
            8,
            10,
            11,
            12,
            14,
            15,
            17,
            19,
            20,
            22,
            24,
            25,
            26,
            27,
            30,
            31,
            33,
            34,
            35,
            36,
            37,
            38,
            40,
        ),
        *(
            42,
            44,
            45,
            46,
            48,
            49,
            51,
            52,
            54,
            56,
            58,
            60,
            62,
            64,
            66,
            67,
            68,
            70,
            72,
            74,
            75,
            77,
            79,
            80,
            82,
            83,
        ),
        *(84, 86, 87, 89, 91, 92, 93, 94, 95, 96),
    )
)


class Doubt(StrEnum):
    """What may be wrong with a well-formed number."""

    UNKNOWN_PROVINCE = "unknown_province"
    BIRTH_DISAGREES = "birth_disagrees"
    SEX_DISAGREES = "sex_disagrees"
    SYNTHETIC = "synthetic"


def is_well_formed(number: str) -> bool:
    """Twelve ASCII digits."""
    return bool(_TWELVE.fullmatch(number)) and number.isascii()


def birth_year(number: str) -> int:
    """The year of birth that the digits state."""
    return 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])


def stated_sex(number: str) -> str:
    """ "male" or "female", as the century digit states it."""
    return "female" if int(number[3]) % 2 else "male"


def doubts(number: str, *, birth: PartialDate | None, sex: str) -> tuple[Doubt, ...]:
    """Doubts about a well-formed number, most general first; unknown birth or sex raises none."""
    found = []
    if number.startswith(SYNTHETIC_PREFIX):
        found.append(Doubt.SYNTHETIC)
    elif number[:3] not in PROVINCES:
        found.append(Doubt.UNKNOWN_PROVINCE)
    if birth is not None and birth.year != birth_year(number):
        found.append(Doubt.BIRTH_DISAGREES)
    if sex in ("male", "female") and sex != stated_sex(number):
        found.append(Doubt.SEX_DISAGREES)
    return tuple(found)


def mask(number: str) -> str:
    """The last four characters behind an ellipsis; "" for no number."""
    return f"…{number[-4:]}" if number else ""


def make(*, province: str, sex: str, year: int, serial: int) -> str:
    """Build a number for invented people and tests; `serial` is 0-999999, `year` 1900-2399."""
    century = 2 * ((year - 1900) // 100) + (1 if sex == "female" else 0)
    return f"{province}{century}{year % 100:02}{serial:06}"
