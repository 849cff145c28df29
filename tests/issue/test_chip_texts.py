"""Every fact that a chip's check can give has its name and its sentence, in both languages."""

from __future__ import annotations

import pytest
from django.utils import translation

from tannha.icao.facts import Fact, Outcome
from tannha.icao.passive_auth import Name as Passive
from tannha.icao.passive_auth import Reason as PassiveReason
from tannha.icao.reader.facts import CLAUSES
from tannha.icao.reader.facts import Name as Read
from tannha.icao.reader.facts import Reason as ReadReason
from tannha.issue.chip_texts import NAMES, REASONS, sentence, shown


def test_every_fact_has_a_name_and_every_reason_a_sentence() -> None:
    assert set(NAMES) == {*Passive, *Read}
    assert set(REASONS) == {*PassiveReason, *ReadReason}
    assert set(CLAUSES) == set(Read)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_evidence_for_people_is_said_in_their_language(language: str) -> None:
    fact = Fact(
        name=Read.CHIP_GENUINE,
        outcome=Outcome.HOLDS,
        reason=ReadReason.DONE,
        clause="Doc 9303-11, 6",
        evidence=(("by", "active_auth, chip_auth"), ("digest", "00ff")),
    )
    with translation.override(language):
        said = sentence(fact)
        assert str(NAMES[Read.ACTIVE_AUTH]) in said
        assert "active_auth" not in said
        assert "00ff" not in said
        assert shown(fact.as_plain).evidence == said
