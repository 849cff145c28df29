"""What the reader says of honest chips: every fact, with its reason, whatever the way in and the proof."""

from __future__ import annotations

import pytest

from tannha.icao import passive_auth
from tannha.icao.apdu import Response, parse_command
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


class Stubborn:
    """A card that refuses long answers with 6700, or names the right length with 6Cxx, also in the channel's clear."""

    def __init__(self, most: int) -> None:
        self._applet, self._most = Applet(honest(pace=())), most

    def transmit(self, raw: bytes) -> bytes:
        if raw[0] == 0x0C and raw[1] == 0xB0:
            expected = raw[7] if raw[5] == 0x97 else 0
            if expected == 0 or expected > self._most:
                channel = self._applet._channel
                assert channel is not None
                channel.open_command(parse_command(raw))
                return channel.protect_answer(Response(status=0x6700)).encode()
        return self._applet.transmit(raw)


def test_a_card_that_refuses_long_answers_is_read_in_little_pieces() -> None:
    found = inspector().inspect(Stubborn(112), [ZONE])
    assert found.fact(Name.ALL_READ).holds
    assert found.fact(PASSIVE.GROUPS_INTACT).holds


class NamesTheLength:
    """A card that answers a plain READ BINARY of another length with 6C and the right one."""

    def __init__(self) -> None:
        self._applet = Applet(honest())

    def transmit(self, raw: bytes) -> bytes:
        if raw[0] == 0x00 and raw[1] == 0xB0 and raw[-1] != 0x14:
            return b"\x6c\x14"
        return self._applet.transmit(raw)


def test_a_card_that_names_the_right_length_is_asked_again() -> None:
    found = inspector().inspect(NamesTheLength(), [ZONE])
    assert found.entry.way is Way.PACE


class Open:
    """A chip of the first days: no access control at all."""

    def __init__(self) -> None:
        self._files = honest(pace=(), active="", agreement=False).files
        self._current = b""

    def transmit(self, raw: bytes) -> bytes:
        command = parse_command(raw)
        if command.ins == 0xA4 and command.p1 == 0x04:
            return b"\x90\x00"
        if command.ins == 0xA4 and command.p1 == 0x02:
            self._current = self._files.get(int.from_bytes(command.data, "big"), b"")
            return b"\x90\x00" if self._current else b"\x6a\x82"
        if command.ins == 0xB0:
            offset = command.p1 << 8 | command.p2
            return self._current[offset : offset + command.expected] + b"\x90\x00"
        return b"\x6d\x00"


def test_a_chip_without_any_password_is_read_and_that_is_said() -> None:
    found = inspector().inspect(Open(), [])
    assert found.entry.way is Way.OPEN
    assert found.fact(Name.ACCESS).reason == Reason.OPEN
    assert found.fact(PASSIVE.GROUPS_INTACT).holds
    assert not found.fact(Name.CHIP_GENUINE).holds
