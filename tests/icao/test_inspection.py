"""What the reader says of honest chips: every fact, with its reason, whatever the way in and the proof."""

from __future__ import annotations

import pytest

from tannha.icao import passive_auth
from tannha.icao.chip.applet import Applet
from tannha.icao.chip.image import Behaviour
from tannha.icao.facts import Outcome
from tannha.icao.reader.access import Way
from tannha.icao.reader.facts import Name, Reason
from tannha.icao.reader.inspection import Inspection
from tannha.icao.security_infos import PaceInfo
from tests.icao.authority import authority_of
from tests.icao.signed_chips import ACCESS_NUMBER, CAM, GM, ZONE, honest, inspector

UNKNOWN = Outcome.UNKNOWN
PASSIVE = passive_auth.Name


def wrong(inspection: Inspection) -> dict[str, str]:
    """The facts that do not hold and why, the specimen mark aside."""
    return {
        fact.name: f"{fact.outcome.value} {fact.reason}"
        for fact in inspection.facts
        if not fact.holds and fact.name != PASSIVE.NOT_SPECIMEN
    }


@pytest.mark.parametrize("password", [ZONE, ACCESS_NUMBER], ids=["zone", "can"])
@pytest.mark.parametrize("extended", [False, True], ids=["short", "extended"])
def test_an_honest_chip_shows_everything(password: object, extended: bool) -> None:
    found = inspector().inspect(Applet(honest()), [password])  # type: ignore[list-item]
    assert found.entry.way is Way.PACE
    assert wrong(found) == {"chip_mapping": "unknown not_offered"}
    assert found.is_specimen
    assert not found.has_no_csca
    assert found.fact(Name.CHIP_GENUINE).evidence == (("by", "active_auth, chip_auth"),)
    assert sorted(found.groups) == [1, 2, 14, 15]


def test_every_fact_names_its_clause_and_is_plain_for_json() -> None:
    for fact in inspector().inspect(Applet(honest()), [ZONE]).facts:
        assert fact.clause
        assert set(fact.as_plain) == {"fact", "outcome", "reason", "clause", "evidence"}


def test_chip_authentication_mapping_is_a_proof_of_its_own() -> None:
    chip = honest(pace=(PaceInfo(protocol=CAM, parameter_id=12),), agreement=False, active="")
    found = inspector().inspect(Applet(chip), [ACCESS_NUMBER])
    assert found.fact(Name.CHIP_MAPPING).holds
    assert found.fact(Name.CHIP_GENUINE).evidence == (("by", "chip_mapping"),)
    assert wrong(found) == {"active_auth": "unknown not_offered", "chip_auth": "unknown not_offered"}


def test_active_authentication_by_rsa() -> None:
    found = inspector().inspect(Applet(honest(active="rsa", agreement=False)), [ZONE], challenge=b"01234567")
    assert found.fact(Name.ACTIVE_AUTH).holds
    assert dict(found.fact(Name.ACTIVE_AUTH).evidence)["challenge"] == b"01234567".hex()


def test_chip_authentication_alone() -> None:
    found = inspector().inspect(Applet(honest(active="")), [ZONE])
    assert found.fact(Name.CHIP_AUTH).holds
    assert found.fact(Name.CHIP_GENUINE).holds


def test_an_older_chip_has_bac_only_and_that_is_said() -> None:
    found = inspector().inspect(Applet(honest(pace=())), [ZONE])
    assert found.entry.way is Way.BAC
    assert found.fact(Name.ACCESS).reason == Reason.BAC
    assert found.fact(Name.NOT_DOWNGRADED).reason == Reason.ONLY_BAC
    assert found.fact(Name.NOT_DOWNGRADED).outcome is UNKNOWN


def test_an_access_number_does_not_open_an_older_chip_and_the_reader_says_what_it_wants() -> None:
    found = inspector().inspect(Applet(honest(pace=())), [ACCESS_NUMBER])
    assert found.entry.way is Way.NONE
    assert "number, birth and expiry" in found.entry.refusal
    assert not found.fact(Name.ACCESS).holds
    assert found.groups == {}


def test_a_vietnamese_chip_without_a_master_file() -> None:
    chip = honest(behaviour=Behaviour(knows_master_file=False))
    assert wrong(inspector().inspect(Applet(chip), [ACCESS_NUMBER])) == {
        "chip_mapping": "unknown not_offered"
    }


def test_a_state_whose_authority_is_not_here_is_not_called_false() -> None:
    found = inspector(authority_of("p256", "UT")).inspect(Applet(honest()), [ZONE])
    assert found.has_no_csca
    assert found.fact(PASSIVE.SIGNER_KNOWN).outcome is UNKNOWN
    assert found.fact(PASSIVE.GROUPS_INTACT).holds
    assert found.fact(Name.CHIP_GENUINE).holds


def test_a_reader_may_ask_for_fewer_groups() -> None:
    found = inspector().inspect(Applet(honest()), [ZONE], groups=(1,))
    assert sorted(found.groups) == [1, 14, 15]
    assert wrong(found) == {"chip_mapping": "unknown not_offered"}


def test_of_several_offers_the_strongest_is_taken() -> None:
    offers = (
        PaceInfo(protocol=GM, parameter_id=12),
        PaceInfo(protocol=GM, parameter_id=13),
        PaceInfo(protocol=CAM, parameter_id=12),
    )
    found = inspector().inspect(Applet(honest(pace=offers)), [ZONE])
    assert found.entry.pace is not None
    assert found.entry.pace.info.protocol == CAM
    two = inspector().inspect(Applet(honest(pace=offers[:2])), [ZONE])
    assert two.entry.way is Way.PACE
