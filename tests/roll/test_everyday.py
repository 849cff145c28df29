"""The everyday roll: proposals decided, doubles joined and parted to the letter, moves, groups, tables that leave."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import openpyxl
import pytest
from django.forms.models import model_to_dict

from tannha.ground.dates import PartialDate
from tannha.ground.models import JournalEntry, JournalPerson
from tannha.ground.names import fold, sort_key
from tannha.ground.refusal import Refused
from tannha.roll import service
from tannha.roll.models import (
    GroupHead,
    HeldDocument,
    Household,
    Merge,
    Proposal,
    Resident,
    ResidentialGroup,
    ResidentNumber,
    Restriction,
    Supporter,
)
from tannha.roll.refusals import Code
from tannha.roll.rules.doubles import Evidence

pytestmark = pytest.mark.django_db
PAPER = "Giấy khai sinh số 12"


def person(ward, name, *, number="", year=1947, address="P1504 tháp A", **more):
    """A resident of Tổ 12."""
    group, _ = ResidentialGroup.objects.get_or_create(ward=ward, name="Tổ 12", defaults={"number": 12})
    home, _ = Household.objects.get_or_create(
        ward=ward, address_key=fold(address), defaults={"address": address, "group": group}
    )
    return Resident.objects.create(
        ward=ward,
        household=home,
        group=group,
        full_name=name,
        name_key=fold(name),
        name_sort=sort_key(name),
        sex="female",
        birth=PartialDate(year=year),
        birth_year=year,
        personal_number=number,
        **more,
    )


@pytest.fixture
def dao(ward):
    """Bác Đào."""
    return person(ward, "TRẦN THỊ ĐÀO", number="099147000001")


@pytest.fixture
def twin(ward, dao):
    """The same person from an older list: no number, an old paper, a helper."""
    row = person(ward, "Trần Thị Đào", phone="0912345678")
    ResidentNumber.objects.create(ward=ward, resident=row, kind="cmnd9", value="012345678")
    HeldDocument.objects.create(resident=row, kind="cmnd9", noted_at="2026-01-01T00:00Z")
    Supporter.objects.create(resident=row, name="Hạnh", noted_at="2026-01-01T00:00Z")
    return row


@pytest.fixture
def near(monkeypatch):
    """Everybody is on this canvasser's walk."""
    monkeypatch.setattr("tannha.roll.service.people._assigned", [lambda actor, who, now: True])


def code_of(raised) -> str:
    return raised.value.refusal.code


def propose(cast, dao, now, **after):
    return service.propose_change(
        cast["lan"], kind="correction", resident_id=dao.pk, after=after, evidence=PAPER, now=now
    )


class TestProposals:
    def test_nothing_changes_before_a_supervisor_accepts(self, cast, dao, now, near):
        row = propose(cast, dao, now, birth="21/5/1947")
        dao.refresh_from_db()
        assert dao.birth == PartialDate(year=1947)
        (seen,) = service.show_proposals(cast["hoa"], now=now)
        assert seen.changes == (("birth", "1947", "1947-05-21"),)
        service.accept_proposal(cast["hoa"], proposal_id=row.pk, now=now)
        dao.refresh_from_db()
        assert dao.birth == PartialDate(year=1947, month=5, day=21)
        assert dao.corrections.get().evidence == PAPER

    def test_a_stale_proposal_is_refused(self, cast, dao, now, near):
        row = propose(cast, dao, now, birth="21/5/1947")
        service.correct_resident(
            cast["hoa"], resident_id=dao.pk, field="birth", value="1948", evidence=PAPER, now=now
        )
        with pytest.raises(Refused) as refused:
            service.accept_proposal(cast["hoa"], proposal_id=row.pk, now=now)
        assert code_of(refused) == Code.PROPOSAL_STALE

    def test_a_change_elsewhere_on_the_row_does_not_make_it_stale(self, cast, dao, now, near):
        row = propose(cast, dao, now, birth="21/5/1947")
        service.correct_resident(
            cast["hoa"], resident_id=dao.pk, field="phone", value="0987654321", evidence=PAPER, now=now
        )
        assert service.accept_proposal(cast["hoa"], proposal_id=row.pk, now=now).state == "accepted"

    def test_declining_needs_a_reason_which_the_proposer_reads(self, cast, dao, now, near):
        row = propose(cast, dao, now, birth="21/5/1947")
        with pytest.raises(Refused) as refused:
            service.decline_proposal(cast["hoa"], proposal_id=row.pk, reason=" ", now=now)
        assert code_of(refused) == Code.DECISION_REASON
        service.decline_proposal(cast["hoa"], proposal_id=row.pk, reason="Giấy không khớp", now=now)
        (own,) = service.show_proposals(cast["lan"], now=now)
        assert (own.state, own.reason) == ("declined", "Giấy không khớp")

    def test_a_decided_proposal_is_not_decided_again(self, cast, dao, now, near):
        row = propose(cast, dao, now, birth="21/5/1947")
        service.withdraw_proposal(cast["lan"], proposal_id=row.pk, now=now)
        with pytest.raises(Refused) as refused:
            service.accept_proposal(cast["hoa"], proposal_id=row.pk, now=now)
        assert code_of(refused) == Code.PROPOSAL_DECIDED

    def test_the_same_proposal_is_not_kept_twice(self, cast, dao, now, near):
        propose(cast, dao, now, birth="21/5/1947")
        with pytest.raises(Refused) as refused:
            propose(cast, dao, now, birth="1947-05-21")
        assert code_of(refused) == Code.PROPOSED_ALREADY

    @pytest.mark.parametrize(
        ("field", "value"), [("birth", "31/2/1950"), ("birth", "2050"), ("personal_number", "12")]
    )
    def test_what_fits_no_roll_is_not_even_proposed(self, cast, dao, now, near, field, value):
        with pytest.raises(Refused) as refused:
            propose(cast, dao, now, **{field: value})
        assert code_of(refused) == Code.VALUE_UNFIT

    def test_a_canvasser_proposes_nothing_about_somebody_on_no_walk_of_theirs(self, cast, dao, now):
        with pytest.raises(Refused):
            propose(cast, dao, now, birth="1948")

    def test_a_new_person_is_added_with_the_decision(self, cast, dao, now):
        row = service.propose_change(
            cast["lan"],
            kind="person",
            after={
                "full_name": "Trần  Thị Hạnh",
                "birth": "1975",
                "address": "P1504 tháp A",
                "sex": "nữ",
                "group": str(dao.group_id),
            },
            evidence="Gặp tại nhà",
            now=now,
        )
        assert Resident.objects.count() == 1
        done = service.accept_proposal(cast["hoa"], proposal_id=row.pk, now=now)
        assert (done.resident.full_name, done.resident.sex, done.resident.group_id) == (
            "Trần Thị Hạnh",
            "female",
            dao.group_id,
        )

    def test_whoever_proposed_does_not_decide(self, cast, dao, now):
        row = service.propose_change(
            cast["hoa"],
            kind="status",
            resident_id=dao.pk,
            after={"status": "moved_out"},
            evidence=PAPER,
            now=now,
        )
        with pytest.raises(Refused) as refused:
            service.accept_proposal(cast["hoa"], proposal_id=row.pk, now=now)
        assert code_of(refused) == Code.OWN_PROPOSAL
        service.accept_proposal(cast["binh"], proposal_id=row.pk, now=now)
        dao.refresh_from_db()
        assert dao.status == "moved_out"


def everything(*rows):
    """All that hangs on these residents, as plain values."""
    return json.dumps(
        [
            [
                model_to_dict(Resident.every.get(pk=row.pk), exclude=["changes"]),
                sorted(map(str, row.numbers.values_list("id", "kind", "value"))),
                sorted(map(str, row.documents.values_list("id", "kind"))),
                sorted(map(str, row.supporters.values_list("id", "name"))),
            ]
            for row in rows
        ],
        default=str,
    )


class TestDoubles:
    def test_two_rows_of_one_person_are_offered_with_their_evidence(self, cast, dao, twin, now):
        view = service.show_doubles(cast["hoa"], now=now)
        assert [(pair.evidence, {pair.one_id, pair.other_id}) for pair in view.pairs] == [
            (Evidence.SAME_NAME_BIRTH_DOOR, {dao.pk, twin.pk})
        ]
        entry = JournalEntry.objects.get(what="roll.doubles_shown")
        assert {row.person_id for row in entry.people.all()} == {dao.pk, twin.pk}

    def test_joining_takes_over_what_the_kept_row_did_not_know(self, cast, dao, twin, now):
        service.merge_residents(cast["hoa"], kept_id=dao.pk, merged_id=twin.pk, evidence=PAPER, now=now)
        dao.refresh_from_db()
        assert dao.phone == "0912345678"
        assert [row.value for row in dao.numbers.all()] == ["012345678"]
        assert dao.supporters.get().name == "Hạnh"
        assert Resident.objects.filter(name_key="tran thi dao").count() == 1
        found = service.find_people(cast["hoa"], purpose="visit", number="012345678", now=now)
        assert [one.name for one in found.people] == ["TRẦN THỊ ĐÀO"]

    def test_parting_puts_everything_back_to_the_letter(self, cast, dao, twin, now):
        before = everything(dao, twin)
        row = service.merge_residents(cast["hoa"], kept_id=dao.pk, merged_id=twin.pk, evidence=PAPER, now=now)
        assert everything(dao, twin) != before
        service.undo_merge(cast["binh"], merge_id=row.pk, reason="Hai người cùng tên", now=now)
        assert everything(dao, twin) == before

    def test_the_number_of_the_row_given_up_is_found_and_goes_back(self, cast, dao, ward, now):
        other = person(ward, "TRẦN THỊ ĐÀO", number="099147000009")
        before = everything(dao, other)
        row = service.merge_residents(
            cast["hoa"], kept_id=dao.pk, merged_id=other.pk, evidence=PAPER, now=now
        )
        found = service.find_people(cast["hoa"], purpose="visit", number="099147000009", now=now)
        assert len(found.people) == 1
        service.undo_merge(cast["hoa"], merge_id=row.pk, reason="nhầm", now=now)
        assert everything(dao, other) == before

    def test_what_was_changed_since_stands_in_the_way_of_parting(self, cast, dao, twin, now):
        row = service.merge_residents(cast["hoa"], kept_id=dao.pk, merged_id=twin.pk, evidence=PAPER, now=now)
        service.correct_resident(
            cast["hoa"], resident_id=dao.pk, field="phone", value="0900000000", evidence=PAPER, now=now
        )
        with pytest.raises(Refused) as refused:
            service.undo_merge(cast["hoa"], merge_id=row.pk, reason="nhầm", now=now)
        assert code_of(refused) == Code.MERGE_BUILT_ON
        assert Merge.objects.get().undone_at is None

    def test_two_people_are_not_offered_again(self, cast, dao, twin, now):
        service.keep_two(cast["hoa"], one_id=twin.pk, other_id=dao.pk, reason="Mẹ và con dâu", now=now)
        assert service.show_doubles(cast["hoa"], now=now).count == 0

    def test_another_number_and_another_door_are_two_people(self, cast, dao, ward, now):
        person(ward, "TRẦN THỊ ĐÀO", number="099147000002", address="9 ngõ 71 Pháp Vân")
        assert service.show_doubles(cast["hoa"], now=now).count == 0

    def test_a_canvasser_and_another_ward_see_no_doubles(self, cast, dao, twin, now):
        with pytest.raises(Refused):
            service.show_doubles(cast["lan"], now=now)
        with pytest.raises(Refused):
            service.show_pair(cast["khang"], one_id=dao.pk, other_id=twin.pk, now=now)

    def test_work_on_both_cases_stands_in_the_way(self, cast, dao, twin, now):
        from tannha.canvass import service as canvass

        canvass.open_case(twin, actor=cast["hoa"], now=now - timedelta(days=3))
        with pytest.raises(Refused) as refused:
            service.merge_residents(cast["hoa"], kept_id=dao.pk, merged_id=twin.pk, evidence=PAPER, now=now)
        assert code_of(refused).value == "canvass.join_other_way"
        case = canvass.open_case(dao, actor=cast["hoa"], now=now - timedelta(days=3))
        row = service.merge_residents(cast["hoa"], kept_id=dao.pk, merged_id=twin.pk, evidence=PAPER, now=now)
        assert canvass.find_case(twin.pk) is None
        assert canvass.find_case(dao.pk).pk == case.pk
        service.undo_merge(cast["hoa"], merge_id=row.pk, reason="nhầm", now=now)
        assert canvass.find_case(twin.pk) is not None


class TestMovesAndNumbers:
    def test_the_whole_home_moves_and_the_old_address_is_kept(self, cast, dao, twin, now):
        service.move_home(
            cast["hoa"],
            resident_id=dao.pk,
            address="9 ngõ 71 Pháp Vân",
            group_id=None,
            everyone=True,
            evidence=PAPER,
            now=now,
        )
        dao.refresh_from_db()
        twin.refresh_from_db()
        assert dao.household_id == twin.household_id
        assert dao.household.alley == "ngõ 71 Pháp Vân"
        assert dao.corrections.get().old_value == "P1504 tháp A"

    def test_who_moved_out_has_no_open_case_and_can_come_back(self, cast, dao, now):
        from tannha.canvass import service as canvass

        canvass.open_case(dao, actor=cast["hoa"], now=now)
        service.move_out(cast["hoa"], resident_id=dao.pk, everyone=False, evidence=PAPER, now=now)
        assert canvass.find_case(dao.pk) is None
        service.move_home(
            cast["hoa"],
            resident_id=dao.pk,
            address="P1504 tháp A",
            group_id=None,
            everyone=False,
            evidence=PAPER,
            now=now,
        )
        dao.refresh_from_db()
        assert dao.status == "present"

    def test_an_old_number_is_found_until_it_is_dropped(self, cast, dao, now):
        row = service.record_old_number(
            cast["hoa"], resident_id=dao.pk, value="012 345 678", evidence=PAPER, now=now
        )
        assert service.find_people(cast["hoa"], purpose="visit", number="012345678", now=now).people
        service.drop_old_number(
            cast["hoa"], resident_id=dao.pk, number_id=row.pk, evidence="của người khác", now=now
        )
        assert not dao.numbers.exists()
        with pytest.raises(Refused) as refused:
            service.record_old_number(cast["hoa"], resident_id=dao.pk, value="1234", evidence=PAPER, now=now)
        assert code_of(refused) == Code.OLD_NUMBER_UNFIT


class TestGroups:
    def test_a_new_head_ends_the_one_before(self, cast, dao, now):
        for name, since in (("Ông An", date(2024, 1, 1)), ("Bà Bình", date(2026, 3, 1))):
            service.set_group_head(
                cast["hoa"], group_id=dao.group_id, name=name, phone="", since=since, now=now
            )
        view = service.get_group(cast["hoa"], dao.group_id)
        assert (view.head.name, view.earlier[0].name, view.earlier[0].until) == (
            "Bà Bình",
            "Ông An",
            date(2026, 3, 1),
        )
        assert GroupHead.objects.filter(until=None).count() == 1

    def test_a_name_stands_once_in_a_ward(self, cast, dao, now):
        with pytest.raises(Refused) as refused:
            service.save_group(cast["hoa"], group_id=None, name="tổ  12", number=12, now=now)
        assert code_of(refused) == Code.GROUP_TAKEN


EVIL = '=HYPERLINK("http://x","a")'


class TestTables:
    def export(self, cast, now, *, columns=("full_name", "personal_number"), form="xlsx", **more):
        return service.export_roll(
            cast["hoa"],
            wanted=service.Wanted(columns=columns, form=service.SheetForm(form)),
            reason="Gửi tổ trưởng",
            now=now,
            **{"second": cast.second("binh", now), **more},
        )

    def test_names_leave_only_by_two_persons_and_each_is_in_the_journal(self, cast, dao, twin, now):
        with pytest.raises(Refused):
            self.export(cast, now, second=None)
        done = self.export(cast, now)
        sheet = openpyxl.load_workbook(io.BytesIO(done.content)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert ["TRẦN THỊ ĐÀO", "099147000001"] in rows
        entry = JournalEntry.objects.get(what="roll.exported")
        assert JournalPerson.objects.filter(entry=entry).count() == 2
        assert json.loads(entry.body)["second"] == str(cast.user("binh").pk)

    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_no_cell_calculates(self, cast, ward, now, form):
        person(ward, EVIL)
        content = self.export(cast, now, columns=("full_name",), form=form).content
        if form == "csv":
            assert f"'{EVIL}".replace('"', '""') in content.decode()
        else:
            (cell,) = next(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2))
            assert (cell.data_type, cell.value) == ("s", f"'{EVIL}")

    def test_who_asked_to_be_left_out_is_left_out(self, cast, dao, twin, now):
        Restriction.objects.create(resident=dao, since=now)
        assert self.export(cast, now).people == 1
        assert service.count_left_out(dao.ward_id) == 1

    def test_the_protection_officer_gets_no_whole_numbers(self, cast, dao, now):
        with pytest.raises(Refused) as refused:
            service.export_roll(
                cast["yen"],
                wanted=service.Wanted(columns=("personal_number",)),
                reason="kiểm tra",
                second=cast.second("oanh", now),
                now=now,
            )
        assert code_of(refused) == Code.EXPORT_NUMBERS

    def test_figures_name_nobody_and_blur_small_counts(self, cast, dao, now):
        done = service.export_figures(dao.ward_id, service.SheetForm.CSV, heads=("a", "b", "c"), now=now)
        assert "Tổ 12;<10;<10" in done.content.decode()
        assert not JournalEntry.objects.filter(what="roll.exported").exists()


def test_a_visit_that_found_somebody_gone_proposes_it_and_its_undoing_takes_it_back(cast, ward, now):
    from tannha.canvass import service as canvass
    from tests.scenes import World
    from tests.scenes.canvass import case_of_dao

    case = case_of_dao(World(cast=cast, ward=ward, now=now))
    visit = canvass.record_visit(cast["lan"], case_id=case.pk, outcome="moved", now=now)
    row = Proposal.objects.get()
    assert (row.state, row.after, row.act_id) == ("waiting", {"status": "moved_out"}, visit.act_id)
    canvass.undo_visit(cast["lan"], visit_id=visit.pk, now=now)
    row.refresh_from_db()
    assert row.state == "withdrawn"
