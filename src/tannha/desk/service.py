"""The verbs of the desk: check a card, show the facts, decide, keep for later, look up again.

Every check is one act that names the person found. Nothing beyond what the card itself shows is ever given out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tannha.desk.models import Check
from tannha.desk.refusals import Code
from tannha.desk.rules.facts import (
    DeskFact,
    Evidence,
    FactName,
    KnownCard,
    KnownPerson,
    enough_for,
    facts_of,
    still_to_look_up,
)
from tannha.desk.rules.purpose import LEGAL, CheckState, Decision, Enough, Purpose
from tannha.desk.rules.qr import CardCopy, NotACard, read_qr
from tannha.ground import journal, vault
from tannha.ground.access import May, Role
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.facts import Answer
from tannha.ground.names import fold
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.today import TodayRow
from tannha.ground.verb import act, reads
from tannha.issue.rules.handover import CardStatus
from tannha.issue.service import find_card_by_number
from tannha.roll.service import Resident, find_by_number

KEPT_FOR = timedelta(hours=12)
"""An undecided copy goes with the shift."""
LISTED = 50

CODE_OF: dict[NotACard, Code] = {
    NotACard.NOTHING: Code.NOTHING,
    NotACard.TOO_LONG: Code.TOO_LONG,
    NotACard.MRZ: Code.MRZ,
    NotACard.PAPER_INSURANCE: Code.PAPER_INSURANCE,
    NotACard.LINK: Code.LINK,
    NotACard.NUMBER_ALONE: Code.NUMBER_ALONE,
    NotACard.NO_FIELDS: Code.NO_FIELDS,
    NotACard.FIELD_COUNT: Code.FIELD_COUNT,
    NotACard.NUMBER: Code.NUMBER,
    NotACard.NAME: Code.NAME,
    NotACard.BIRTH: Code.BIRTH,
    NotACard.SEX: Code.SEX,
    NotACard.ISSUED_ON: Code.ISSUED_ON,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """One check as its page shows it: what the card shows, the facts, and what they are enough for."""

    check: Check
    copy: CardCopy | None
    facts: tuple[DeskFact, ...]
    purpose: Purpose
    enough: Enough | None
    state: CheckState


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterLine:
    """One look-up to repeat: whose copy, since when, for what, and which facts are still open."""

    check_id: UUID
    name: str
    last4: str
    at: datetime
    purpose: Purpose
    open_facts: tuple[FactName, ...]
    enough: Enough
    repeated_at: datetime | None


@act(May.DESK_CHECK)
def check_card(actor: Actor, *, purpose: Purpose, scanned: str, now: datetime) -> Check:
    """Check a scanned card for a purpose and keep the facts. Refuses a text that is not the code of a card."""
    assert actor.user_id is not None
    copy = read_qr(scanned)
    if isinstance(copy, NotACard):
        raise Refused(Refusal(CODE_OF[copy]))
    _forget_old_copies(actor, now)
    resident, facts = _look_up(actor.ward_id, copy, purpose, local_day(now))
    check = Check.objects.create(
        ward_id=actor.ward_id,
        clerk_id=actor.user_id,
        purpose=purpose,
        at=now,
        resident=resident,
        facts=_written(facts),
        enough=enough_for(purpose, facts),
        kept_copy=vault.keep(scanned.encode()),
    )
    journal.act(
        actor,
        "desk.card_checked",
        now=now,
        people=[resident.pk] if resident else (),
        purpose=purpose.value,
        details={"check": str(check.pk), "enough": check.enough},
    )
    return check


@reads(May.DESK_CHECK)
def show_check(actor: Actor, *, check_id: UUID, now: datetime) -> CheckView:
    """One of the clerk's own checks; what was scanned is shown while it is kept."""
    check = _own(actor, check_id)
    journal.read(
        actor,
        "desk.check_shown",
        now=now,
        people=[check.resident_id] if check.resident_id else (),
        purpose=check.purpose,
        fields=["name", "birth", "number_masked"],
    )
    return CheckView(
        check=check,
        copy=_copy_of(check),
        facts=_told(check.facts),
        purpose=Purpose(check.purpose),
        enough=Enough(check.enough) if check.enough else None,
        state=CheckState(check.state),
    )


@act(May.DESK_CHECK)
def decide(actor: Actor, *, check_id: UUID, decision: Decision, reason: str = "", now: datetime) -> Check:
    """Receive the person, receive as an emergency (with a reason), keep the look-up for later, or close it.

    The copy is kept for a later look-up only; every other decision deletes it. Refuses a second decision.
    """
    check = _own(actor, check_id, lock=True)
    state = LEGAL.get((CheckState(check.state), decision))
    if state is None:
        raise Refused(Refusal(Code.DECIDED))
    if decision is Decision.EMERGENCY and not reason.strip():
        raise Refused(Refusal(Code.EMERGENCY_REASON))
    check.state, check.decided_at = state, now
    check.reason = reason.strip() if decision is Decision.EMERGENCY else ""
    if decision is not Decision.LATER:
        check.kept_copy = None
    check.save(update_fields=["state", "decided_at", "reason", "kept_copy"])
    _journal_decision(actor, check, now)
    return check


@act(May.DESK_CHECK)
def receive_without_card(actor: Actor, *, purpose: Purpose, reason: str, now: datetime) -> Check:
    """Receive an emergency whose card cannot be had; the reason is read again within 72 hours."""
    assert actor.user_id is not None
    if not reason.strip():
        raise Refused(Refusal(Code.EMERGENCY_REASON))
    check = Check.objects.create(
        ward_id=actor.ward_id,
        clerk_id=actor.user_id,
        purpose=purpose,
        at=now,
        state=CheckState.EMERGENCY,
        reason=reason.strip(),
        decided_at=now,
    )
    _journal_decision(actor, check, now)
    return check


@reads(May.DESK_CHECK)
def list_later(actor: Actor, *, now: datetime) -> tuple[LaterLine, ...]:
    """The clerk's own look-ups that wait to be repeated, oldest first."""
    checks = [check for check in _later(actor) if check.kept_copy]
    journal.read(
        actor,
        "desk.later_shown",
        now=now,
        people=[check.resident_id for check in checks if check.resident_id],
        purpose="look_up_again",
        fields=["name", "number_masked"],
    )
    lines = []
    for check in checks:
        copy = _copy_of(check)
        if copy is not None:
            lines.append(
                LaterLine(
                    check_id=check.pk,
                    name=copy.full_name,
                    last4=copy.personal_number[-4:],
                    at=check.at,
                    purpose=Purpose(check.purpose),
                    open_facts=still_to_look_up(_told(check.facts)),
                    enough=Enough(check.enough),
                    repeated_at=check.repeated_at,
                )
            )
    return tuple(lines)


@act(May.DESK_CHECK)
def look_up_again(actor: Actor, *, now: datetime) -> int:
    """Repeat every kept look-up of this clerk; those that are answered leave the list. Gives how many stay open."""
    still_open, people = 0, []
    for check in _later(actor):
        copy = _copy_of(check)
        if copy is None:
            continue
        resident, facts = _look_up(check.ward_id, copy, Purpose(check.purpose), local_day(now))
        check.resident, check.facts, check.repeated_at = resident, _written(facts), now
        check.enough = enough_for(Purpose(check.purpose), facts)
        if still_to_look_up(facts):
            still_open += 1
        else:
            check.state, check.kept_copy = CheckState.LOOKED_UP, None
        check.save()
        people += [resident.pk] if resident else []
    journal.act(actor, "desk.looked_up_again", now=now, people=people, details={"still_open": still_open})
    return still_open


def count_later(user_id: UUID | None) -> int:
    """How many look-ups of this clerk wait to be repeated."""
    return Check.objects.filter(clerk_id=user_id, state=CheckState.LATER).count()


def today_rows(actor: Actor, now: datetime) -> list[TodayRow]:
    """A desk clerk scans a card, and repeats what could not be answered."""
    if actor.role is not Role.DESK_CLERK:
        return []
    rows = [TodayRow(order=10, text=_("Scan a card"), url_name="desk:check", action=_("Scan a card"))]
    later = count_later(actor.user_id)
    if later:
        text = ngettext("%(n)s look-up to repeat", "%(n)s look-ups to repeat", later) % {"n": later}
        rows.append(
            TodayRow(order=20, text=text, count=later, url_name="desk:later", action=_("Look up again"))
        )
    return rows


def _own(actor: Actor, check_id: UUID, *, lock: bool = False) -> Check:
    checks = Check.objects.select_for_update() if lock else Check.objects
    check = checks.filter(pk=check_id, ward_id=actor.ward_id, clerk_id=actor.user_id).first()
    if check is None:
        raise Refused(not_there())
    return check


def _later(actor: Actor) -> Iterable[Check]:
    return Check.objects.filter(clerk_id=actor.user_id, state=CheckState.LATER).order_by("at", "id")[:LISTED]


def _forget_old_copies(actor: Actor, now: datetime) -> None:
    Check.objects.filter(
        clerk_id=actor.user_id, state=CheckState.OPEN, kept_copy__isnull=False, at__lt=now - KEPT_FOR
    ).update(kept_copy=None)


def _look_up(
    ward_id: UUID, copy: CardCopy, purpose: Purpose, on: date
) -> tuple[Resident | None, tuple[DeskFact, ...]]:
    row = find_card_by_number(copy.personal_number, ward_id=ward_id)
    resident = row.resident if row else _resident(ward_id, copy)
    person = (
        KnownPerson(full_name=resident.full_name, birth=resident.birth, sex=resident.sex)
        if resident
        else None
    )
    card = (
        KnownCard(status=CardStatus(row.status), issued_on=row.issued_on, expires_on=row.expires_on)
        if row
        else None
    )
    return resident, facts_of(copy, person=person, card=card, purpose=purpose, on=on)


def _resident(ward_id: UUID, copy: CardCopy) -> Resident | None:
    """The person of the roll with this number; of several the one with this name, numbers may repeat."""
    rows = find_by_number(ward_id, copy.personal_number)
    named = [row for row in rows if row.name_key == fold(copy.full_name)]
    return next(iter(named or rows), None)


def _journal_decision(actor: Actor, check: Check, now: datetime) -> None:
    journal.act(
        actor,
        f"desk.{check.state}",
        now=now,
        people=[check.resident_id] if check.resident_id else (),
        purpose=check.purpose,
        details={"check": str(check.pk)},
    )


def _copy_of(check: Check) -> CardCopy | None:
    if not check.kept_copy:
        return None
    copy = read_qr(vault.reveal(bytes(check.kept_copy)).decode())
    return copy if isinstance(copy, CardCopy) else None


def _written(facts: Iterable[DeskFact]) -> list[dict[str, Any]]:
    return [
        {
            "name": fact.name.value,
            "answer": fact.answer.value,
            "evidence": fact.evidence.value,
            "day": fact.day.isoformat() if fact.day else None,
        }
        for fact in facts
    ]


def _told(rows: Iterable[dict[str, Any]]) -> tuple[DeskFact, ...]:
    return tuple(
        DeskFact(
            name=FactName(row["name"]),
            answer=Answer(row["answer"]),
            evidence=Evidence(row["evidence"]),
            day=date.fromisoformat(row["day"]) if row["day"] else None,
        )
        for row in rows
    )
