"""Values are written as people write them, in both languages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from tannha.ground.dates import PartialDate
from tannha.web import values
from tannha.web.templatetags import tannha as tags

LATE = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)


def test_a_moment_late_in_the_evening_of_greenwich_is_the_next_day_here():
    assert values.format_date(LATE, "vi") == "25/11/2026"
    assert values.format_time(LATE) == "0:30"


@pytest.mark.parametrize(
    ("language", "short", "long", "plain"),
    [
        ("vi", "thứ\u00a0Sáu 24/10", "thứ\u00a0Sáu 24/10/2025", "24/10/2025"),
        ("en", "Fri 24 Oct", "Fri 24 Oct 2025", "24 Oct 2025"),
    ],
)
def test_days(language, short, long, plain):
    day = date(2025, 10, 24)
    assert values.format_day(day, language) == short
    assert values.format_long_day(day, language) == long
    assert values.format_date(day, language) == plain


def test_a_time_window_holds_together():
    text = values.format_window(510, time(9, 45))
    assert text.replace("\u2060", "") == "8:30–9:45"
    assert "–" not in text.replace("\u2060–\u2060", "")


@pytest.mark.parametrize(
    ("language", "money", "count", "share"),
    [("vi", "50.000\u00a0đ", "1.204", "89\u00a0%"), ("en", "50,000\u00a0đ", "1,204", "89%")],
)
def test_numbers(language, money, count, share):
    assert values.format_dong(50_000, language) == money
    assert values.format_number(1204, language) == count
    assert values.format_percent(0.89, language) == share


def test_a_share_is_never_rounded_to_all_or_nothing():
    assert values.format_percent(0.9999, "en") == "99%"
    assert values.format_percent(0.0001, "en") == "1%"
    assert values.format_percent(1, "en") == "100%"
    assert values.format_percent(0, "en") == "0%"


def test_a_telephone_number_is_grouped_and_anything_else_stays():
    assert values.format_phone("0912345678") == "0912\u00a0345\u00a0678"
    assert values.format_phone("gọi 101") == "gọi 101"


def test_a_personal_number_copies_as_twelve_plain_digits():
    html = tags.personal_number("099147000001")
    assert html.count("<span>") == 3
    assert re.sub(r"<[^>]+>", "", html) == "099147000001"
    assert tags.mask("099147000001") == "…0001"
    assert tags.mask("") == ""
    assert tags.personal_number("<b>") == "<b>"


@pytest.mark.parametrize(("language", "text"), [("vi", "21/05/1947"), ("en", "21 May 1947")])
def test_a_birth_is_shown_as_far_as_it_is_known(language, text):
    with translation.override(language):
        assert tags.partial_date(PartialDate(year=1947, month=5, day=21)) == text
        assert tags.partial_date(PartialDate(year=1947)) == "1947"
        assert tags.partial_date(None) == ""


def test_the_first_letter_is_raised_and_the_rest_stays():
    assert tags.first_upper("ông Ẳn") == "Ông Ẳn"
    assert tags.first_upper("") == ""
