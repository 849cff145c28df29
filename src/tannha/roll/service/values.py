"""One value of a resident or their home: read as text, checked, written. Each writer gives what stood there before.

A value that does not fit is refused and nothing is written; what is not known is the empty text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from tannha.ground.dates import PartialDate
from tannha.ground.names import fold, nfc, sort_key
from tannha.ground.personal_number import is_well_formed
from tannha.ground.refusal import Refusal, Refused
from tannha.roll.models import Household, Resident, ResidentialGroup, ResidentNumber
from tannha.roll.refusals import Code
from tannha.roll.rules.address import parse_address
from tannha.roll.texts import CORRECTABLE as LABELS

CORRECTABLE = (
    "full_name",
    "birth",
    "sex",
    "personal_number",
    "phone",
    "spoken_name",
    "address",
    "has_lift",
    "floor",
)
_OLDEST_YEAR = 1880
_SEXES = {"nam": "male", "nu": "female", "khong ro": "unknown", "chua ro": "unknown", "": "unknown"}
_YES_NO: dict[str, bool | None] = {"yes": True, "co": True, "no": False, "khong": False, "": None}


def demand_evidence(evidence: str) -> str:
    """The evidence as kept, at most 200 characters; refuses a change that rests on nothing."""
    if not evidence.strip():
        raise Refused(Refusal(Code.EVIDENCE_MISSING))
    return evidence.strip()[:200]


def count_change(resident: Resident) -> None:
    """Something of ours rests on this row now; an import with such rows is not undone as a whole."""
    Resident.every.filter(pk=resident.pk).update(changes=F("changes") + 1)


def name_of(text: str) -> str:
    """A name as kept; refuses an empty one and one longer than the column."""
    name = nfc(text)
    if not name or len(name) > 200:
        raise Refused(Refusal(Code.VALUE_UNFIT, field=_("full name")))
    return name


def group_of_number(ward_id: UUID, number: int | None) -> ResidentialGroup | None:
    """The group of a number, made where it is new; None for no number."""
    if number is None:
        return None
    found, _made = ResidentialGroup.objects.get_or_create(
        ward_id=ward_id, name=f"Tổ {number}", defaults={"number": number}
    )
    return found


def household_at(ward_id: UUID, address: str, group: ResidentialGroup | None) -> Household:
    """The door of an address, made where it is new. Two spellings of one door are one door."""
    place = parse_address(address)
    same = Household.every.filter(ward_id=ward_id, address_key=place.key) if place.key else None
    found = Household.objects.filter(pk__in=same).first() if same is not None else None
    if found is not None:
        return found
    household = Household(
        ward_id=ward_id,
        group=group,
        address=place.text[:300],
        tower=place.tower[:80],
        floor=place.floor,
        flat=place.flat[:20],
        house_number=place.house_number[:40],
        alley=place.alley[:200],
    )
    taken = same is None or same.exists()  # by an import that does not count (yet)
    household.address_key = f"?{household.pk.hex}" if taken else place.key[:200]
    household.save(force_insert=True)
    return household


def value_of(resident: Resident, field: str) -> str:
    """A value as text, in the form in which it is typed; "" for not known."""
    if field == "birth":
        return resident.birth.iso if resident.birth else ""
    if field == "address":
        return resident.household.address
    if field == "has_lift":
        return {True: "yes", False: "no", None: ""}[resident.household.has_lift]
    if field == "floor":
        return "" if resident.household.floor is None else str(resident.household.floor)
    return str(getattr(resident, field) or "")


def set_value(resident: Resident, field: str, value: str, *, today: date) -> str:
    """Write one value and give the old one as text; refuses what does not fit the field."""
    if field not in CORRECTABLE:
        raise Refused(Refusal(Code.VALUE_UNFIT, field=field))
    try:
        fit = fitting(field, value, today=today)
    except (ValueError, KeyError) as error:
        raise Refused(Refusal(Code.VALUE_UNFIT, field=LABELS[field])) from error
    old = value_of(resident, field)
    _WRITERS.get(field, _write_plain)(resident, field, fit)
    return old


def fitting(field: str, value: str, *, today: date) -> str:
    """The value in its kept form as text; raises ValueError or KeyError for one that does not fit."""
    text = nfc(value)
    if field in ("full_name", "address") and not text:
        raise ValueError("empty")
    if field == "birth":
        return _birth(text, today)
    if field == "sex":
        return text if text in set(Resident.Sex) else _SEXES[fold(text)]
    if field == "personal_number":
        digits = "".join(text.split())
        if digits and not is_well_formed(digits):
            raise ValueError("twelve digits")
        return digits
    if field == "has_lift":
        return {True: "yes", False: "no", None: ""}[_YES_NO[fold(text)]]
    if field == "floor":
        if text and not -5 <= int(text) <= 120:
            raise ValueError("floor")
        return str(int(text)) if text else ""
    if len(text) > _LONGEST.get(field, 300):
        raise ValueError("too long")
    return text


_LONGEST = {"full_name": 200, "phone": 40, "spoken_name": 40, "address": 300}


def _birth(text: str, today: date) -> str:
    if not text:
        return ""
    birth = PartialDate.parse(text)
    if birth.year < _OLDEST_YEAR or birth.earliest > today:
        raise ValueError("nobody is born then")
    return birth.iso


def _write_plain(resident: Resident, field: str, value: str) -> None:
    setattr(resident, field, value)
    resident.save(update_fields=[field])


def _write_name(resident: Resident, _field: str, value: str) -> None:
    resident.full_name = name_of(value)
    resident.name_key, resident.name_sort = fold(value), sort_key(value)
    resident.save(update_fields=["full_name", "name_key", "name_sort"])


def _write_birth(resident: Resident, _field: str, value: str) -> None:
    resident.birth = PartialDate.from_iso(value) if value else None
    resident.birth_year = resident.birth.year if resident.birth else None
    resident.save(update_fields=["birth", "birth_year"])


def _write_number(resident: Resident, _field: str, value: str) -> None:
    old, resident.personal_number = resident.personal_number, value
    resident.save(update_fields=["personal_number"])
    if old and old != value:
        ResidentNumber.objects.get_or_create(
            ward_id=resident.ward_id, resident=resident, kind=ResidentNumber.Kind.FORMER, value=old
        )


def _write_address(resident: Resident, _field: str, value: str) -> None:
    resident.household = household_at(resident.ward_id, value, resident.group)
    resident.save(update_fields=["household"])


def _write_home(resident: Resident, field: str, value: str) -> None:
    home = resident.household
    setattr(home, field, _YES_NO[value] if field == "has_lift" else int(value) if value else None)
    home.save(update_fields=[field])


_WRITERS: dict[str, Callable[[Resident, str, str], None]] = {
    "full_name": _write_name,
    "birth": _write_birth,
    "personal_number": _write_number,
    "address": _write_address,
    "has_lift": _write_home,
    "floor": _write_home,
}
