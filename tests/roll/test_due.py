"""Who is due a card, and why: by the regime of the asked day, never by old age alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.ground.dates import PartialDate, years_after
from tannha.ground.regime import regime_on
from tannha.roll.rules.due import DocumentKind, DueKind, DueReason, Held, due_status, end_of_card

TODAY = date(2026, 11, 24)
DAO = PartialDate(year=1947)


def status(birth, *documents, asked=False, on=TODAY):
    return due_status(birth=birth, documents=documents, asked=asked, regime=regime_on(on), on=on)


def chip(issued, **more):
    return Held(kind=DocumentKind.CHIP, issued_on=issued, **more)


def test_bac_dao_with_nothing_is_due_although_she_is_old():
    found = status(DAO)
    assert (found.kind, found.due, found.reason) == (DueKind.NONE, True, DueReason.NO_DOCUMENT)


@pytest.mark.parametrize("kind", [DocumentKind.CMND9, DocumentKind.CMND12])
def test_an_old_paper_makes_due_at_any_age(kind):
    for year in (1926, 1947, 1990, 2012):
        found = status(PartialDate(year=year, month=1, day=1), Held(kind=kind))
        assert found.due and found.kind.value == kind.value


@given(st.integers(1900, 2011), st.sampled_from([DocumentKind.NONE, DocumentKind.CMND9, DocumentKind.CMND12]))
def test_no_grown_person_without_a_card_is_ever_exempt(year, kind):
    held = [] if kind is DocumentKind.NONE else [Held(kind=kind)]
    assert status(PartialDate(year=year), *held).due


def test_a_card_made_at_58_or_later_has_no_end_and_nothing_is_needed():
    found = status(PartialDate(year=1960, month=3, day=2), chip(date(2021, 5, 1)))
    assert (found.kind, found.due, found.reason) == (DueKind.NONE_NEEDED, False, DueReason.NO_EXPIRY)


def test_what_is_printed_on_the_card_holds():
    found = status(DAO, chip(date(2021, 5, 1), expires_on=date(2025, 1, 1)))
    assert (found.kind, found.due) == (DueKind.CHIP_EXPIRED, True)
    assert status(DAO, chip(None, no_expiry=True)).kind is DueKind.NONE_NEEDED


@pytest.mark.parametrize(
    ("issued_age", "ends_age"),
    [(14, 25), (22, 25), (23, 40), (24, 40), (37, 40), (38, 60), (57, 60), (58, None), (70, None)],
)
def test_a_card_made_within_two_years_before_a_change_age_holds_until_the_next(issued_age, ends_age):
    birth = PartialDate(year=1950, month=6, day=15)
    issued = years_after(birth.earliest, issued_age)
    end, endless = end_of_card(chip(issued), birth=birth, regime=regime_on(TODAY))
    assert endless == (ends_age is None)
    assert end == (years_after(birth.earliest, ends_age) if ends_age else None)


def test_the_day_before_the_two_years_begin_the_card_ends_at_the_near_age():
    birth = PartialDate(year=1986, month=6, day=15)
    assert end_of_card(chip(date(2024, 6, 14)), birth=birth, regime=regime_on(TODAY)) == (
        date(2026, 6, 15),
        False,
    )
    assert end_of_card(chip(date(2024, 6, 15)), birth=birth, regime=regime_on(TODAY)) == (
        date(2046, 6, 15),
        False,
    )


def test_a_chip_card_passes_from_valid_to_expiring_to_expired():
    birth = PartialDate(year=2003, month=1, day=10)
    held = chip(date(2021, 4, 1))
    assert status(birth, held, on=date(2026, 1, 9)).kind is DueKind.CHIP_VALID
    assert status(birth, held, on=date(2026, 1, 10)).reason is DueReason.CHANGE_OPEN
    valid = status(birth, held, on=date(2025, 1, 1))
    assert (valid.kind, valid.due, valid.ends_on) == (DueKind.CHIP_VALID, False, date(2028, 1, 10))
    assert status(birth, held, on=date(2028, 1, 10)).kind is DueKind.CHIP_EXPIRING
    assert status(birth, held, on=date(2028, 1, 11)).kind is DueKind.CHIP_EXPIRED


def test_a_valid_card_is_due_when_asked_for():
    birth = PartialDate(year=1990, month=1, day=1)
    found = status(birth, chip(date(2021, 5, 1)), asked=True)
    assert (found.due, found.reason) == (True, DueReason.ASKED)


def test_a_barcode_card_has_no_chip_and_says_when_it_ends():
    found = status(
        PartialDate(year=1990, month=1, day=1), Held(kind=DocumentKind.BARCODE, issued_on=date(2018, 1, 1))
    )
    assert (found.kind, found.due, found.reason, found.ends_on) == (
        DueKind.BARCODE,
        True,
        DueReason.NO_CHIP,
        date(2030, 1, 1),
    )


def test_a_barcode_card_without_end_needs_nothing():
    assert (
        status(DAO, Held(kind=DocumentKind.BARCODE, issued_on=date(2018, 1, 1))).kind is DueKind.NONE_NEEDED
    )


def test_a_child_is_not_due_unless_the_family_asks():
    child = PartialDate(year=2018, month=5, day=5)
    assert status(child).reason is DueReason.UNDER_AGE
    assert status(child, asked=True).due
    assert status(child, asked=True, on=date(2023, 5, 5)).reason is DueReason.TOO_YOUNG


def test_who_surely_is_not_yet_fourteen_by_the_year_alone_is_still_a_child():
    assert not status(PartialDate(year=2012), on=date(2026, 12, 30)).due
    assert status(PartialDate(year=2012), on=date(2026, 12, 31)).due
    assert status(PartialDate(year=2012, month=11, day=24)).due
    assert not status(PartialDate(year=2012, month=11, day=25)).due


def test_by_the_year_alone_no_card_is_believed_longer_than_it_surely_holds():
    end, endless = end_of_card(chip(date(2022, 6, 1)), birth=PartialDate(year=1964), regime=regime_on(TODAY))
    assert (end, endless) == (date(2024, 1, 1), False)


def test_the_newest_document_decides():
    found = status(DAO, Held(kind=DocumentKind.CMND9), chip(date(2022, 1, 1)))
    assert found.kind is DueKind.NONE_NEEDED


def test_an_unknown_birth_does_not_exempt():
    assert status(None).due
    assert status(None, chip(date(2021, 5, 1))).reason is DueReason.VALID_END_UNKNOWN


def test_under_the_law_of_2014_there_was_no_card_under_fourteen():
    child = PartialDate(year=2012, month=5, day=5)
    assert status(child, asked=True, on=date(2022, 1, 1)).reason is DueReason.TOO_YOUNG
