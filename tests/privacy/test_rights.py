"""Residents' rights: clocks that nobody misses, answers that do what they say, every look told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tannha.canvass.models import GoodHours, Need
from tannha.ground.ids import format_key
from tannha.ground.refusal import Refused
from tannha.privacy import service
from tannha.privacy.refusals import Code
from tannha.privacy.rules.clocks import clock_of, law_on
from tannha.privacy.rules.rights import LEGAL, RequestAct, RequestKind, RequestState
from tannha.roll import service as roll
from tannha.roll.models import Restriction
from tests.scenes import World
from tests.scenes.canvass import case_of_dao
from tests.scenes.privacy import taken


class TestClocks:
    def test_the_first_answer_is_due_in_two_working_days(self):
        friday = date(2026, 11, 27)
        assert clock_of(RequestKind.SEE, friday).first_answer_on == date(2026, 12, 1)

    def test_tet_is_no_working_day(self):
        assert clock_of(RequestKind.SEE, date(2026, 2, 13)).first_answer_on == date(2026, 2, 24)

    @pytest.mark.parametrize(
        ("kind", "days"), [("see", 10), ("correct", 10), ("restrict", 15), ("withdraw", 15), ("erase", 20)]
    )
    def test_each_kind_has_its_own_time_and_one_extension_of_the_same(self, kind, days):
        start = date(2026, 11, 24)
        clock = clock_of(RequestKind(kind), start)
        assert (clock.due_on - start).days == days
        longer = clock_of(RequestKind(kind), start, extended=True)
        assert ((longer.due_on - start).days, longer.may_extend) == (2 * days, False)

    def test_the_law_of_the_day_of_receipt_counts(self):
        assert "13/2023" in law_on(date(2025, 12, 31)).law
        assert "91/2025" in law_on(date(2026, 1, 1)).law

    def test_nothing_follows_an_answer(self):
        assert LEGAL[RequestState.CLOSED] == {}
        assert RequestAct.EXTEND not in LEGAL[RequestState.RECEIVED]


@pytest.fixture
def world(cast, ward, now):
    return World(cast=cast, ward=ward, now=now)


def code_of(raised):
    return raised.value.refusal.code


@pytest.mark.django_db
class TestRequests:
    def test_the_protection_officer_sees_the_person_masked_and_the_supervisor_by_name(self, world, cast, now):
        taken(world)
        (masked,) = service.show_requests(cast["yen"], now=now)
        (named,) = service.show_requests(cast["hoa"], now=now)
        assert masked.strip.name == "T. T. Đ."
        assert named.strip.name == "TRẦN THỊ ĐÀO"
        assert (masked.first_answer_left, masked.days_left) == (1, 9)

    def test_more_time_is_given_once_and_not_before_the_first_answer(self, world, cast, now):
        request, _person = taken(world)
        with pytest.raises(Refused) as refused:
            service.extend_request(cast["yen"], request_id=request, reason="kho giấy", now=now)
        assert code_of(refused) == Code.NOT_LEGAL
        service.acknowledge_request(cast["yen"], request_id=request, now=now)
        service.extend_request(cast["yen"], request_id=request, reason="kho giấy", now=now)
        with pytest.raises(Refused):
            service.extend_request(cast["yen"], request_id=request, reason="nữa", now=now)
        assert service.show_request(cast["yen"], request_id=request, now=now).days_left == 19

    def test_no_more_time_after_the_last_day(self, world, cast, now):
        request, _person = taken(world)
        service.acknowledge_request(cast["yen"], request_id=request, now=now)
        with pytest.raises(Refused) as refused:
            service.extend_request(
                cast["yen"], request_id=request, reason="kho giấy", now=now + timedelta(days=12)
            )
        assert code_of(refused) == Code.NO_EXTENSION

    def test_a_restriction_keeps_the_person_out_of_tables(self, world, cast, now):
        request, person = taken(world, "restrict")
        service.answer_request(
            cast["yen"], request_id=request, outcome="granted", answer="Đã hạn chế", now=now
        )
        assert Restriction.objects.get().resident_id == person

    def test_a_withdrawn_consent_erases_what_rested_on_it(self, world, cast, now):
        case = case_of_dao(world)
        Need.objects.create(case=case, kind="wheelchair", consent_at=now)
        GoodHours.objects.create(case=case, start_minute=540, end_minute=600)
        row = service.take_request(
            cast["yen"],
            kind="withdraw",
            asked_by="bà Đào",
            channel="phone",
            words="Thôi không giữ nữa",
            received_on=now.date(),
            resident_id=case.resident_id,
            now=now,
        )
        service.answer_request(cast["yen"], request_id=row.pk, outcome="granted", answer="Đã xoá", now=now)
        assert not Need.objects.exists() and not GoodHours.objects.exists()

    def test_erasing_takes_two_persons_and_leaves_what_the_law_keeps(self, world, cast, now):
        request, person = taken(world, "erase")
        roll.set_supporter(
            cast["hoa"], resident_id=person, name="Hạnh", relation="con gái", phone="0912345678", now=now
        )
        roll.correct_resident(
            cast["hoa"], resident_id=person, field="phone", value="0912345678", evidence="bà Đào", now=now
        )
        with pytest.raises(Refused) as refused:
            service.answer_request(cast["yen"], request_id=request, outcome="granted", answer="Xoá", now=now)
        assert code_of(refused) == Code.ERASE_APART
        with pytest.raises(Refused):
            service.erase_voluntary(cast["yen"], request_id=request, answer="Xoá", second=None, now=now)
        service.erase_voluntary(
            cast["yen"],
            request_id=request,
            answer="Đã xoá phần tự nguyện",
            second=cast.second("oanh", now),
            now=now,
        )
        kept = roll.find_resident(person)
        assert (kept.phone, kept.supporters.count(), kept.full_name) == ("", 0, "TRẦN THỊ ĐÀO")
        assert kept.corrections.get(field="phone").new_value == ""

    def test_somebody_the_roll_does_not_know_may_ask_too(self, cast, ward, now):
        row = service.take_request(
            cast["yen"],
            kind="see",
            asked_by="một người lạ",
            channel="letter",
            words="Có giữ gì về tôi?",
            received_on=now.date(),
            now=now,
        )
        view = service.show_request(cast["yen"], request_id=row.pk, now=now)
        assert view.strip is None

    def test_the_copy_holds_what_the_roll_holds_and_is_made_by_who_sees_names(self, world, cast, now):
        request, _person = taken(world)
        made = service.hand_copy(cast["hoa"], request_id=request, now=now)
        assert "099147000001" in [line.value for line in made.lines]
        with pytest.raises(Refused):
            service.hand_copy(cast["yen"], request_id=request, now=now)


@pytest.mark.django_db
class TestLooks:
    def test_every_look_at_a_person_is_told_with_role_and_purpose(self, world, cast, now):
        _request, person = taken(world)
        roll.show_number(cast["hoa"], resident_id=person, reason="đọc qua điện thoại", now=now)
        view = service.show_looks(cast["yen"], number="099147000001", reason="gia đình hỏi", now=now)
        assert view.strip.name == "T. T. Đ."
        told = [(look.who, look.role, look.what, look.purpose) for look in view.looks]
        assert ("Hoa", "supervisor", "roll.number_shown", "đọc qua điện thoại") in told
        again = service.show_looks(cast["ngan"], resident_id=person, reason="kiểm tra", now=now)
        assert again.looks[0].what == "privacy.looks_shown"

    def test_without_a_reason_the_journal_stays_closed(self, world, cast, now):
        taken(world)
        with pytest.raises(Refused) as refused:
            service.show_looks(cast["yen"], number="099147000001", reason="", now=now)
        assert code_of(refused) == Code.REASON_MISSING

    @pytest.mark.parametrize("name", ["lan", "phuc", "tuan", "vy"])
    def test_others_do_not_ask_the_journal_about_a_person(self, world, cast, now, name):
        _request, person = taken(world)
        with pytest.raises(Refused):
            service.show_looks(cast[name], resident_id=person, reason="tò mò", now=now)

    def test_accounts_are_watched_in_figures_only(self, world, cast, now):
        _request, person = taken(world)
        roll.show_number(cast["hoa"], resident_id=person, reason="đọc", now=now)
        row = next(row for row in service.list_watched(cast["yen"], now=now) if row.who == "Hoa")
        assert (row.people, row.numbers) == (1, 1)


@pytest.mark.django_db
class TestIncidents:
    def test_the_hours_run_and_closing_waits_for_everybody_the_law_names(self, cast, ward, now):
        row = service.note_incident(
            cast["yen"],
            detected_at=now - timedelta(hours=41),
            what="Mất một máy",
            people=61,
            biometrics=True,
            measures="",
            now=now,
        )
        view = service.get_incident(cast["yen"], row.pk, now)
        assert view.hours_left == 31
        service.note_incident_told(
            cast["yen"], incident_id=row.pk, authority=True, people=False, measures="Đã dừng máy", now=now
        )
        with pytest.raises(Refused) as refused:
            service.close_incident(cast["yen"], incident_id=row.pk, now=now)
        assert code_of(refused) == Code.INCIDENT_OPEN
        service.note_incident_told(
            cast["yen"], incident_id=row.pk, authority=False, people=True, measures="", now=now
        )
        assert service.close_incident(cast["yen"], incident_id=row.pk, now=now).closed_at == now

    def test_nothing_is_found_tomorrow(self, cast, ward, now):
        with pytest.raises(Refused) as refused:
            service.note_incident(
                cast["yen"],
                detected_at=now + timedelta(hours=1),
                what="?",
                people=None,
                biometrics=False,
                measures="",
                now=now,
            )
        assert code_of(refused) == Code.DAY


@pytest.mark.django_db
class TestPages:
    @pytest.mark.parametrize("name", ["yen", "hoa"])
    def test_a_request_goes_from_the_counter_to_its_answer(self, world, cast, client_as, name):
        _request, person = taken(world)
        browser = client_as(name)
        made = browser.post(
            f"/privacy/requests/new/?about={format_key(person)}",
            {
                "kind": "restrict",
                "asked_by": "bà Đào",
                "channel": "counter",
                "received_on": "20/11/2025",
                "words": "Đừng đưa tên tôi vào bảng nào",
            },
        )
        assert made.status_code == 303
        page = made.headers["Location"]
        assert browser.post(page, {"acknowledge": "1"}).status_code == 303
        done = browser.post(page, {"outcome": "granted", "answer": "Đã làm như đề nghị"})
        assert done.status_code == 303
        assert "Đã làm như đề nghị" in browser.get(page).content.decode()
        for path in (
            "/privacy/requests/",
            "/privacy/requests/?closed",
            "/privacy/register/",
            "/privacy/looks/",
            "/privacy/incidents/",
            "/privacy/incidents/new/",
            "/privacy/requests/new/",
        ):
            assert browser.get(path).status_code == 200, path

    def test_who_looked_is_shown_for_a_number_and_its_reason(self, world, client_as):
        taken(world)
        page = client_as("ngan").post("/privacy/looks/", {"number": "099147000001", "reason": "gia đình hỏi"})
        assert page.status_code == 200
        assert "TRẦN THỊ ĐÀO" not in page.content.decode()
        assert "T. T. Đ." in page.content.decode()
