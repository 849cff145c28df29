"""Shared fields read what people type and say in a sentence what they cannot read."""

from __future__ import annotations

import pytest
from django import forms

from tannha.ground.dates import PartialDate
from tannha.web.forms import BirthField, CodeField, DayField, PersonalNumberField, SecondPersonForm, TimeField


class Birth(forms.Form):
    birth = BirthField(required=False)


def birth(day="", month="", year=""):
    form = Birth({"birth_0": day, "birth_1": month, "birth_2": year})
    return form


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (("", "", "1947"), PartialDate(year=1947)),
        (("", "5", "1947"), PartialDate(year=1947, month=5)),
        ((" 21", "05", "1947 "), PartialDate(year=1947, month=5, day=21)),
        (("29", "2", "2024"), PartialDate(year=2024, month=2, day=29)),
        (("", "", ""), None),
    ],
)
def test_a_birth_may_be_partial(typed, read):
    form = birth(*typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["birth"] == read


@pytest.mark.parametrize(
    "typed",
    [
        ("31", "2", "1950"),
        ("29", "2", "2023"),
        ("1", "", "1950"),
        ("1", "1", ""),
        ("", "13", "1950"),
        ("x", "1", "1950"),
    ],
)
def test_an_impossible_birth_is_refused_and_what_was_typed_stays(typed):
    form = birth(*typed)
    assert not form.is_valid()
    assert form["birth"].value() == list(typed)


def test_a_required_birth_asks_for_the_year_only():
    class Needed(forms.Form):
        birth = BirthField()

    assert Needed({"birth_0": "", "birth_1": "", "birth_2": "1947"}).is_valid()
    assert not Needed({"birth_0": "", "birth_1": "", "birth_2": ""}).is_valid()


def test_a_kept_birth_fills_its_three_inputs():
    form = Birth(initial={"birth": PartialDate(year=1947, month=5)})
    html = str(form["birth"])
    assert 'value="1947"' in html
    assert 'value="5"' in html


class Fields(forms.Form):
    number = PersonalNumberField(required=False)
    day = DayField(required=False)
    time = TimeField(required=False)
    code = CodeField(required=False)


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        ("number", "0991 4700.0001", "099147000001"),
        ("number", "", ""),
        ("day", "24/10/2025", "2025-10-24"),
        ("day", "2025-10-24", "2025-10-24"),
        ("time", "8:30", "08:30:00"),
        ("time", "14h05", "14:05:00"),
        ("code", " 123 456 ", "123456"),
    ],
)
def test_fields_read_what_people_type(field, typed, read):
    form = Fields({field: typed})
    assert form.is_valid(), form.errors
    assert str(form.cleaned_data[field]) == read


@pytest.mark.parametrize(
    ("field", "typed"),
    [("number", "09914700000"), ("number", "09914700000x"), ("day", "31/02/2025"), ("time", "25:00")],
)
def test_fields_refuse_in_a_sentence(field, typed):
    form = Fields({field: typed})
    assert not form.is_valid()
    (said,) = form.errors[field]
    assert said.endswith(".")
    assert "không hợp lệ" not in said
    assert "nvalid" not in said


def test_the_second_person_stands_last_and_is_chosen_among_colleagues():
    class Revoke(SecondPersonForm):
        reason = forms.CharField()

    form = Revoke(
        {"reason": "x", "second_username": "binh", "second_code": "123 456"}, colleagues=[("binh", "Bình")]
    )
    assert list(form.fields) == ["reason", "second_username", "second_code"]
    assert form.is_valid(), form.errors
    assert (form.second().username, form.second().code) == ("binh", "123456")
    stranger = Revoke(
        {"reason": "x", "second_username": "lan", "second_code": "1"}, colleagues=[("binh", "Bình")]
    )
    assert not stranger.is_valid()


def test_a_code_is_not_shown_again():
    class Signing(SecondPersonForm):
        pass

    page = str(Signing({"second_username": "hoa", "second_code": "808854"}))
    assert "808854" not in page and "hoa" in page
