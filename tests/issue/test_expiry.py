from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.ground.dates import PartialDate
from tannha.ground.regime import regime_on
from tannha.issue.rules.expiry import Validity, validity_of


def _of(birth: str, issued_on: date) -> Validity:
    return validity_of(birth=PartialDate.from_iso(birth), issued_on=issued_on, regime=regime_on(issued_on))


@pytest.mark.parametrize(
    ("birth", "issued_on", "expires_on"),
    [
        ("2005-09-30", date(2026, 11, 24), date(2030, 9, 30)),
        ("2003-11-24", date(2026, 11, 23), date(2028, 11, 24)),
        ("2003-11-24", date(2026, 11, 24), date(2043, 11, 24)),
        ("2001-11-24", date(2026, 11, 24), date(2041, 11, 24)),
        ("1988-11-24", date(2026, 11, 24), date(2048, 11, 24)),
        ("1968-11-25", date(2026, 11, 24), date(2028, 11, 25)),
        ("1968-11-24", date(2026, 11, 24), None),
        ("1947", date(2026, 11, 24), None),
        ("2016-03-01", date(2026, 11, 24), date(2030, 3, 1)),
        ("2014-11-24", date(2026, 11, 24), date(2039, 11, 24)),
        ("2007-06-01", date(2022, 10, 20), date(2032, 6, 1)),
        ("1964-02-29", date(2020, 1, 1), date(2024, 2, 29)),
        ("2000-02-29", date(2021, 7, 1), date(2025, 3, 1)),
    ],
)
def test_a_card_lasts_until_the_next_age_of_change_with_two_years_of_grace(
    birth: str, issued_on: date, expires_on: date | None
) -> None:
    assert _of(birth, issued_on).expires_on == expires_on


def test_a_skipped_age_is_told() -> None:
    assert _of("1968-11-24", date(2026, 11, 24)) == Validity(expires_on=None, until_age=None, skipped_age=60)
    assert _of("2003-11-24", date(2026, 11, 24)).skipped_age == 25
    assert _of("2005-09-30", date(2026, 11, 24)).skipped_age is None


def test_a_birth_known_by_year_only_is_reckoned_with_its_last_day() -> None:
    assert _of("1968", date(2026, 11, 24)).expires_on == date(2028, 12, 31)
    assert _of("1968", date(2026, 12, 31)).expires_on is None
    assert _of("2005", date(2026, 11, 24)).expires_on == date(2030, 12, 31)


def test_a_card_older_than_its_holder_is_refused() -> None:
    with pytest.raises(ValueError, match="older"):
        _of("2027-01-01", date(2026, 11, 24))


@given(
    birth=st.dates(date(1930, 1, 1), date(2020, 1, 1)),
    issued_on=st.dates(date(2021, 7, 1), date(2035, 1, 1)),
)
def test_a_card_never_ends_within_the_grace_years_of_its_making(birth: date, issued_on: date) -> None:
    validity = validity_of(birth=PartialDate.full(birth), issued_on=issued_on, regime=regime_on(issued_on))
    if validity.expires_on is not None:
        assert (validity.expires_on - issued_on).days >= 2 * 365
        assert validity.expires_on.year - birth.year in regime_on(issued_on).change_ages
    else:
        assert issued_on.year - birth.year >= 58
