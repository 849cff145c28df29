"""Sentences of planning that are put together from several people's reasons."""

from __future__ import annotations

import pytest
from django.utils import translation

from tannha.plan.rules.plan import Reason, ReasonCode
from tannha.plan.words import minutes_of, why_not_in_words


def reason(code: ReasonCode, amount: int) -> Reason:
    return Reason(code=code, constraint="C0", subject="t", amount=amount, unit="")


@pytest.mark.parametrize(
    ("seconds", "most", "said"),
    [(60, 0, "1 minute"), (61, 0, "2 minutes"), (0, 0, "1 minute"), (1_201, 1_260, "21 minutes"),
     (60, 61, "1\u2060–\u20602 minutes"), (600, 2_579, "10\u2060–\u206043 minutes")],
)  # fmt: skip
def test_amounts_of_time_are_whole_minutes_or_a_span_of_them(seconds: int, most: int, said: str) -> None:
    with translation.override("en"):
        assert minutes_of(seconds, most) == said


def test_people_who_share_a_reason_are_told_of_in_one_sentence_with_what_they_need() -> None:
    with translation.override("vi"):
        shift = why_not_in_words(reason(ReasonCode.SHIFT_END, 1_200), {"t": "Tổ 1"}, most=2_400)
    with translation.override("en"):
        reserve = why_not_in_words(reason(ReasonCode.RESERVE, 2), {}, most=7)
    assert shift == "Xếp được nếu Tổ 1 làm thêm 20\u2060–\u206040 phút."
    assert "7 per cent less reserve would do" in reserve
