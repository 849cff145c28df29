from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tannha.canvass.models import Case
from tannha.enrol.models import Packet, PacketPart
from tannha.ground.ids import new_id
from tannha.ground.models import JournalEntry, JournalPerson
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import Code as GroundCode
from tannha.icao.mrz import decode_vietnamese
from tannha.issue import service
from tannha.issue.models import Card, CardAct, Decision, Receipt
from tannha.issue.refusals import Code
from tannha.issue.rules.handover import CardStatus, HandoverPlace, Mark, Receiver, fold
from tannha.issue.service.cards import acts_of
from tannha.progress.service import ward_figures
from tannha.roll.models import HeldDocument, ResidentNumber
from tannha.roll.service import add_resident, due_of, merge_residents
from tests.enrol.conftest import Desk, People
from tests.issue.conftest import GOOD

pytestmark = pytest.mark.django_db


def _refused(code: object, call: Callable[[], object]) -> Refusal:
    before = JournalEntry.objects.count()
    with pytest.raises(Refused) as caught:
        call()
    assert caught.value.refusal.code == code
    assert JournalEntry.objects.count() == before
    return caught.value.refusal


def _last() -> JournalEntry:
    entry = JournalEntry.objects.order_by("-seq").first()
    assert entry is not None
    return entry


def _named(entry: JournalEntry) -> set[Any]:
    return set(JournalPerson.objects.filter(entry=entry).values_list("person_id", flat=True))


def test_a_supervisor_sees_the_summary_of_a_packet_and_the_journal_says_whose(
    cast: Any, packet: Packet, now: datetime
) -> None:
    view = service.show_packet(cast["hoa"], packet_id=packet.pk, now=now)
    assert view.operator == "Minh"
    assert view.summary.face is not None
    assert not view.own
    assert _named(_last()) == {packet.case.resident_id}
    waiting = service.list_packets_to_approve(cast["hoa"], now=now)
    assert [(each.packet_id, each.at_home, each.own) for each in waiting] == [(packet.pk, True, False)]


def test_approving_writes_one_act_and_moves_the_case(cast: Any, packet: Packet, now: datetime) -> None:
    acts = JournalEntry.objects.filter(kind="act").count()
    service.approve_packet(cast["hoa"], packet_id=packet.pk, now=now)
    packet.refresh_from_db()
    assert packet.state == Packet.State.APPROVED
    assert Case.objects.get(pk=packet.case_id).approved
    assert JournalEntry.objects.filter(kind="act").count() == acts + 1
    assert _last().what == "issue.packet_approved"
    assert _named(_last()) == {packet.case.resident_id}


def test_nobody_approves_their_own_capture(
    cast: Any, people: People, seal: Callable[..., Packet], now: datetime
) -> None:
    own = seal(people.ngan, by=Desk(cast["hoa"], now))
    assert service.list_packets_to_approve(cast["hoa"], now=now)[0].own
    assert not service.list_packets_to_approve(cast["binh"], now=now)[0].own
    _refused(Code.OWN_CAPTURE, lambda: service.approve_packet(cast["hoa"], packet_id=own.pk, now=now))
    service.approve_packet(cast["binh"], packet_id=own.pk, now=now)


def test_a_packet_is_decided_once(cast: Any, approved: Packet, now: datetime) -> None:
    _refused(
        Code.PACKET_DECIDED, lambda: service.approve_packet(cast["binh"], packet_id=approved.pk, now=now)
    )


def test_a_return_has_its_reason_and_sends_the_case_back(cast: Any, packet: Packet, now: datetime) -> None:
    hoa = cast["hoa"]
    _refused(Code.RETURN_REASON, lambda: service.return_packet(hoa, packet_id=packet.pk, reason=" ", now=now))
    service.return_packet(hoa, packet_id=packet.pk, reason="photo: eyes closed", now=now)
    packet.refresh_from_db()
    assert packet.state == Packet.State.RETURNED
    assert Case.objects.get(pk=packet.case_id).step == "plan"
    assert Decision.objects.get(packet=packet).reason == "photo: eyes closed"


@pytest.mark.parametrize("who", ["khang", "minh", "dung", "vy", "tuan", "phuc"])
def test_another_ward_and_other_roles_find_no_packet(
    cast: Any, packet: Packet, now: datetime, who: str
) -> None:
    _refused(GroundCode.NOT_THERE, lambda: service.approve_packet(cast[who], packet_id=packet.pk, now=now))
    _refused(GroundCode.NOT_THERE, lambda: service.show_packet(cast[who], packet_id=packet.pk, now=now))


def test_a_card_is_written_to_the_letter_for_a_birth_known_by_year_only(card: Card, now: datetime) -> None:
    assert card.mrz_lines == [
        "IDVNM1470000017099147000001<<3",
        "47<<<<9F9912315VNM<<<<<<<<<<<4",
        "TRAN<<THI<DAO<<<<<<<<<<<<<<<<<",
    ]
    assert card.qr_text == "099147000001||Trần Thị Đào|1947|Nữ|P1504 tháp A|24112026||||"
    assert (card.issued_on, card.expires_on, card.regime) == (date(2026, 11, 24), None, "2024")
    assert card.place_of_issue == "Bộ Công an"
    assert card.promised_on == card.packet.promised_on
    assert card.at_home
    assert fold(acts_of(card)) == card.status == CardStatus.MADE


def test_making_cards_is_one_act_that_names_everybody(
    cast: Any, people: People, approved: Packet, seal: Callable[..., Packet], now: datetime
) -> None:
    second = seal(people.ngan)
    service.approve_packet(cast["hoa"], packet_id=second.pk, now=now)
    acts = JournalEntry.objects.filter(kind="act").count()
    made = service.make_cards(cast["dung"], packet_ids=[approved.pk, second.pk], now=now)
    assert len(made.cards) == 2
    assert JournalEntry.objects.filter(kind="act").count() == acts + 1
    assert _named(_last()) == {people.dao.resident_id, people.ngan.resident_id}
    adult = next(card for card in made.cards if card.resident_id == people.ngan.resident_id)
    assert adult.expires_on == date(2030, 7, 15)
    assert decode_vietnamese(adult.mrz_lines).deviations == ()
    assert not adult.at_home
    assert Case.objects.get(pk=people.ngan.pk).step == "handover"


def test_old_and_cancelled_numbers_stand_in_the_code(
    cast: Any, people: People, seal: Callable[..., Packet], now: datetime
) -> None:
    resident = people.dao.resident
    for kind, value in (("cmnd9", "012345678"), ("former", "099147000009")):
        ResidentNumber.objects.create(ward_id=resident.ward_id, resident=resident, kind=kind, value=value)
    packet = seal(people.dao)
    service.approve_packet(cast["hoa"], packet_id=packet.pk, now=now)
    card = service.make_cards(cast["dung"], packet_ids=[packet.pk], now=now).cards[0]
    assert card.qr_text.split("|")[1] == "012345678"
    assert card.qr_text.split("|")[7:] == ["099147000009", "", "", ""]


def test_a_card_is_not_made_twice_nor_from_a_packet_without_approval(
    cast: Any, people: People, card: Card, seal: Callable[..., Packet], now: datetime
) -> None:
    dung = cast["dung"]
    _refused(Code.ALREADY_MADE, lambda: service.make_cards(dung, packet_ids=[card.packet_id], now=now))
    sealed = seal(people.ngan)
    _refused(Code.NOT_APPROVED, lambda: service.make_cards(dung, packet_ids=[sealed.pk], now=now))
    _refused(Code.NOTHING_CHOSEN, lambda: service.make_cards(dung, packet_ids=[new_id()], now=now))


def test_what_cannot_be_made_is_kept_apart_and_the_rest_is_made(
    cast: Any, people: People, approved: Packet, seal: Callable[..., Packet], now: datetime
) -> None:
    second = seal(people.ngan)
    service.approve_packet(cast["hoa"], packet_id=second.pk, now=now)
    part = PacketPart.objects.get(packet=approved, name="identity")
    PacketPart.objects.filter(pk=part.pk).update(sealed=bytes(part.sealed)[:-1] + b"\0")
    made = service.make_cards(cast["dung"], packet_ids=[approved.pk, second.pk], now=now)
    assert [card.resident_id for card in made.cards] == [people.ngan.resident_id]
    assert [(each.slip_number, each.refusal.code) for each in made.apart] == [
        (approved.slip_number, Code.PACKET_SHUT)
    ]
    assert [each.packet_id for each in service.list_to_make(cast["dung"], now=now)] == [approved.pk]


def test_a_handover_closes_the_case_and_notes_the_document(
    cast: Any, people: People, card: Card, now: datetime
) -> None:
    acts = JournalEntry.objects.filter(kind="act").count()
    receipt = service.hand_over(cast["dung"], card_id=card.pk, handover=GOOD, now=now)
    card.refresh_from_db()
    assert card.status == CardStatus.HANDED_OVER == fold(acts_of(card))
    assert card.handed_over_at == now
    assert receipt.officer == cast.user("dung")
    assert Case.objects.get(pk=people.dao.pk).step == "closed"
    document = HeldDocument.objects.get(resident=people.dao.resident, kind="chip")
    assert (document.issued_on, document.expires_on, document.no_expiry) == (card.issued_on, None, True)
    assert not due_of(people.dao.resident, on=now.date()).due
    assert JournalEntry.objects.filter(kind="act").count() == acts + 1
    assert _named(_last()) == {people.dao.resident_id}


def test_a_card_given_already_is_refused_with_its_day(cast: Any, given: Card, now: datetime) -> None:
    tomorrow = now + timedelta(days=1)
    refusal = _refused(
        Code.ALREADY_GIVEN,
        lambda: service.hand_over(cast["dung"], card_id=given.pk, handover=GOOD, now=tomorrow),
    )
    assert refusal.details == {"on": "24/11/2026"}
    _refused(Code.ALREADY_GIVEN, lambda: service.show_handover(cast["dung"], card_id=given.pk, now=tomorrow))
    assert Receipt.objects.count() == 1


def test_a_supporter_never_receives_and_a_representative_does_with_a_document(
    cast: Any, card: Card, now: datetime
) -> None:
    dung = cast["dung"]
    family = replace(GOOD, receiver=Receiver.SUPPORTER, receiver_name="Trần Thị Hạnh")
    _refused(
        Code.SUPPORTER_RECEIVES, lambda: service.hand_over(dung, card_id=card.pk, handover=family, now=now)
    )
    lawful = replace(
        GOOD,
        receiver=Receiver.REPRESENTATIVE,
        receiver_name="Trần Thị Hạnh",
        receiver_document="quyết định 12/2025",
        mark=Mark.SIGNED,
    )
    receipt = service.hand_over(dung, card_id=card.pk, handover=lawful, now=now)
    assert (receipt.receiver, receipt.receiver_document) == ("representative", "quyết định 12/2025")


def test_the_store_itself_refuses_a_supporter_as_receiver(given: Card) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.filter(card=given).update(receiver="supporter")


def test_an_operator_hands_over_only_the_cards_of_their_own_round_and_only_at_homes(
    cast: Any, card: Card, now: datetime
) -> None:
    minh, dung = cast["minh"], cast["dung"]
    _refused(
        GroundCode.NOT_THERE, lambda: service.hand_over(cast["ha"], card_id=card.pk, handover=GOOD, now=now)
    )
    service.arrange_round(dung, card_ids=[card.pk], carrier="minh", on=date(2026, 11, 24), now=now)
    assert _last().what == "issue.round_arranged"
    _refused(
        GroundCode.NOT_THERE, lambda: service.hand_over(cast["ha"], card_id=card.pk, handover=GOOD, now=now)
    )
    counter = replace(GOOD, place=HandoverPlace.COUNTER)
    _refused(Code.HOME_ONLY, lambda: service.hand_over(minh, card_id=card.pk, handover=counter, now=now))
    assert [each.card_id for each in service.show_cards_waiting(minh, now=now).cards] == [card.pk]
    assert service.show_cards_waiting(cast["ha"], now=now).cards == ()
    service.hand_over(minh, card_id=card.pk, handover=GOOD, now=now)
    assert service.show_receipt(minh, card_id=card.pk, now=now).officer == "Minh"


@pytest.mark.parametrize(
    ("carrier", "on", "code"),
    [
        ("minh", date(2026, 11, 23), Code.DAY_PAST),
        ("lan", date(2026, 11, 25), Code.CARRIER),
        ("khang", date(2026, 11, 25), Code.CARRIER),
        ("nobody", date(2026, 11, 25), Code.CARRIER),
    ],
)
def test_a_round_needs_an_operator_and_a_day_to_come(
    cast: Any, card: Card, now: datetime, carrier: str, on: date, code: Code
) -> None:
    _refused(
        code, lambda: service.arrange_round(cast["dung"], card_ids=[card.pk], carrier=carrier, on=on, now=now)
    )


def test_nobody_is_sent_to_a_home_that_asked_not_to_be_visited(
    cast: Any, people: People, card: Card, now: datetime
) -> None:
    from tannha.canvass.models import DoNotVisit

    DoNotVisit.objects.create(ward_id=card.ward_id, household=people.dao.resident.household, set_at=now)
    _refused(
        Code.ASKED_TO_WAIT,
        lambda: service.arrange_round(
            cast["dung"], card_ids=[card.pk], carrier="minh", on=date(2026, 11, 25), now=now
        ),
    )
    receipt = service.hand_over(
        cast["dung"], card_id=card.pk, handover=replace(GOOD, place=HandoverPlace.COUNTER), now=now
    )
    assert receipt.place == "counter"


def test_a_card_ends_by_two_persons_with_a_reason(cast: Any, given: Card, now: datetime) -> None:
    hoa = cast["hoa"]

    def revoke(reason: str, second: object) -> Card:
        return service.revoke_card(hoa, card_id=given.pk, reason=reason, second=second, now=now)  # type: ignore[arg-type]

    _refused(Code.REVOKE_REASON, lambda: revoke("", cast.second("binh", now)))
    _refused(GroundCode.SECOND_PERSON, lambda: revoke("stolen", None))
    _refused(GroundCode.SECOND_PERSON, lambda: revoke("stolen", cast.second("hoa", now)))
    _refused(GroundCode.SECOND_PERSON_ROLE, lambda: revoke("stolen", cast.second("minh", now)))
    _refused(GroundCode.SECOND_PERSON_ROLE, lambda: revoke("stolen", cast.second("khang", now)))
    revoke("stolen", cast.second("dung", now))
    given.refresh_from_db()
    assert given.status == CardStatus.REVOKED == fold(acts_of(given))
    act = CardAct.objects.get(card=given, kind="revoked")
    assert (act.actor, act.second, act.reason) == (cast.user("hoa"), cast.user("dung"), "stolen")
    later = now + timedelta(minutes=1)
    _refused(
        Code.ALREADY_REVOKED,
        lambda: service.revoke_card(
            hoa, card_id=given.pk, reason="x", second=cast.second("binh", later), now=later
        ),
    )


def test_a_revoked_card_is_not_handed_over_and_a_new_one_can_be_made_from_the_packet(
    cast: Any, card: Card, now: datetime
) -> None:
    service.revoke_card(
        cast["dung"], card_id=card.pk, reason="misprint", second=cast.second("duc", now), now=now
    )
    _refused(
        Code.CARD_REVOKED, lambda: service.hand_over(cast["dung"], card_id=card.pk, handover=GOOD, now=now)
    )
    again = service.make_cards(cast["dung"], packet_ids=[card.packet_id], now=now).cards[0]
    assert service.find_card_by_number("099147000001") == again
    service.hand_over(cast["dung"], card_id=again.pk, handover=GOOD, now=now)


def test_whoever_held_a_revoked_card_lacks_one_again_even_after_rows_were_joined(
    cast: Any, people: People, given: Card, now: datetime
) -> None:
    dao, hoa = people.dao.resident, cast["hoa"]
    before = HeldDocument.objects.create(
        resident=dao, kind="chip", no_expiry=True, noted_at=now, ended_on=now
    )
    covered = ward_figures(hoa, now=now).coverage.covered
    other = add_resident(
        hoa,
        full_name=dao.full_name,
        birth=dao.birth,
        sex="female",
        address="P1504 tháp A",
        group_id=dao.group_id,
        evidence="CT07",
        now=now,
    )
    merge_residents(hoa, kept_id=other.pk, merged_id=dao.pk, evidence="CT07", now=now)
    acts = JournalEntry.objects.filter(kind="act").count()
    service.revoke_card(hoa, card_id=given.pk, reason="stolen", second=cast.second("dung", now), now=now)
    assert JournalEntry.objects.filter(kind="act").count() == acts + 1
    document = HeldDocument.objects.exclude(pk=before.pk).get(kind="chip")
    assert (document.resident_id, document.ended_on) == (other.pk, now.date())
    assert due_of(other, on=now.date()).due
    assert ward_figures(hoa, now=now).coverage.covered == covered - 1


def test_a_new_card_takes_the_place_of_all_that_was_held(
    cast: Any, people: People, card: Card, now: datetime
) -> None:
    dao = people.dao.resident
    HeldDocument.objects.create(resident=dao, kind="chip", no_expiry=True, noted_at=now)
    service.hand_over(cast["dung"], card_id=card.pk, handover=GOOD, now=now)
    assert HeldDocument.objects.filter(resident=dao, ended_on=None).count() == 1
    service.revoke_card(cast["hoa"], card_id=card.pk, reason="lost", second=cast.second("dung", now), now=now)
    assert not HeldDocument.objects.filter(resident=dao, ended_on=None).exists()
    assert due_of(dao, on=now.date()).due


def test_acts_of_a_card_are_only_added(card: Card) -> None:
    act = card.acts.get()
    with pytest.raises(TypeError):
        act.save()
    with pytest.raises(TypeError):
        act.delete()
    with pytest.raises(TypeError):
        CardAct.objects.update(reason="x")


def test_a_card_that_waits_over_a_week_is_counted_as_late(cast: Any, card: Card, now: datetime) -> None:
    found = service.show_cards_waiting(cast["dung"], now=now + timedelta(days=8))
    assert (found.total, found.late, found.cards[0].waits_days, found.cards[0].late) == (1, 1, 8, True)
    assert service.show_cards_waiting(cast["dung"], now=now).late == 0


def test_today_has_counts_and_no_names(cast: Any, card: Card, now: datetime) -> None:
    rows = service.today_rows(cast["dung"], now)
    assert [(row.url_name, row.count) for row in rows] == [("issue:waiting", 1)]
    assert "ĐÀO" not in " ".join(row.text + row.detail for row in rows).upper()
    assert service.today_rows(cast["hoa"], now) == []
    assert service.today_rows(cast["minh"], now) == []
    service.arrange_round(cast["dung"], card_ids=[card.pk], carrier="minh", on=date(2026, 11, 24), now=now)
    assert [row.count for row in service.today_rows(cast["minh"], now)] == [1]
    assert service.today_rows(cast["dung"], now) == []
    tomorrow = now + timedelta(days=1)
    assert [row.count for row in service.today_rows(cast["dung"], tomorrow)] == [1]
    assert service.show_cards_waiting(cast["dung"], now=now).cards[0].carrier == "Minh"
    assert service.show_cards_waiting(cast["dung"], now=tomorrow).cards[0].carrier == ""


def test_today_tells_a_supervisor_of_packets(cast: Any, packet: Packet, now: datetime) -> None:
    assert [row.count for row in service.today_rows(cast["hoa"], now)] == [1]
    assert service.today_rows(cast["dung"], now) == []
    service.approve_packet(cast["hoa"], packet_id=packet.pk, now=now)
    assert [row.url_name for row in service.today_rows(cast["dung"], now)] == ["issue:batches"]
    assert service.today_rows(cast["khang"], now) == []


def test_a_returned_packet_comes_back_to_who_captured_it_with_its_reason(
    cast: Any, people: People, packet: Packet, now: datetime
) -> None:
    service.return_packet(cast["hoa"], packet_id=packet.pk, reason="photo: eyes closed", now=now)
    assert [row.url_name for row in service.today_rows(cast["minh"], now)] == ["issue:returned"]
    assert service.today_rows(cast["ha"], now) == []
    back = service.show_returned(cast["minh"], now=now)
    assert [(each.reason, each.by) for each in back] == [("photo: eyes closed", "Hoa")]
    assert _named(_last()) == {people.dao.resident_id}
    assert service.show_returned(cast["ha"], now=now) == ()
    assert len(service.show_returned(cast["binh"], now=now)) == 1
