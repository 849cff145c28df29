"""The pages as people use them: three taps for a visit, two for a no, and the same 404 for what is not yours."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tannha.canvass.models import Case, DoNotVisit, Visit, Walk
from tannha.canvass.service import Place, find_case, make_walk, record_visit, set_do_not_visit
from tannha.ground.ids import format_key, new_id
from tannha.roll.models import Resident
from tests.canvass.conftest import resident_at

NINE = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def lan(client_as: Any) -> Client:
    """Lan's phone at nine o'clock."""
    with time_machine.travel(NINE, tick=False):
        return client_as("lan")


def address(name: str, key: object = None, walk: Walk | None = None) -> str:
    bare = reverse(f"canvass:{name}", args=[key] if key else [])
    return f"{bare}?walk={format_key(walk.pk)}" if walk else bare


def links(html: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(r'href="([^"]+)"', html)]


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html) or re.search(
        rf'value="([^"]*)"[^>]*name="{name}"', html
    )
    assert found, name
    return found.group(1)


def test_a_visit_is_three_actions_door_outcome_save(walk: Walk, case: Case, lan: Client) -> None:
    with time_machine.travel(NINE, tick=False):
        start = lan.get(address("walk", walk.pk)).content.decode()
        door = address("visit", case.pk, walk)
        assert door in links(start)
        actions = 1
        page = lan.get(door).content.decode()
        assert 'name="outcome" value="agreed"' in page
        actions += 1
        form = {
            "act_id": hidden(page, "act_id"),
            "walk": hidden(page, "walk"),
            "way": "door",
            "outcome": "agreed",
        }
        answer = lan.post(door, {**form, "wished_way": "home"})
        actions += 1
    assert actions == 3
    assert answer.status_code == 303
    following = find_case(Resident.objects.get(spoken_name="cô Mẫu").pk)
    assert following is not None and answer.headers["Location"] == address("visit", following.pk, walk)
    assert Visit.objects.get().outcome == "agreed"
    assert Case.objects.get(pk=case.pk).wished_way == "home"


def test_a_no_is_two_actions_and_is_saved_when_its_page_opens(walk: Walk, case: Case, lan: Client) -> None:
    door = address("visit", case.pk, walk)
    with time_machine.travel(NINE, tick=False):
        page = lan.get(door).content.decode()
        assert re.search(r'<button class="tile" form="refuse" name="outcome" value="refused">', page)
        form = {"act_id": hidden(page, "act_id"), "walk": hidden(page, "walk"), "way": "door"}
        answer = lan.post(door, {**form, "outcome": "refused"})
        saved = Visit.objects.get()
        assert answer.headers["Location"] == address("refusal", saved.pk, walk)
        shown = lan.get(answer.headers["Location"])
    assert shown.status_code == 200
    assert "bác Đào" in shown.content.decode()


def test_all_outcome_tiles_are_alike(walk: Walk, case: Case, lan: Client) -> None:
    with time_machine.travel(NINE, tick=False):
        page = lan.get(address("visit", case.pk, walk)).content.decode()
    assert len(re.findall(r'<(?:label|button) class="tile"[^>]*(?:outcome|refused)', page)) == 6
    assert page[page.index("<main") : page.index("</main>")].count('class="act"') == 1


def test_a_double_tap_makes_one_visit_and_goes_to_the_same_place(walk: Walk, case: Case, lan: Client) -> None:
    door = address("visit", case.pk, walk)
    form = {"act_id": str(new_id()), "walk": format_key(walk.pk), "way": "door", "outcome": "nobody_home"}
    with time_machine.travel(NINE, tick=False):
        first, second = lan.post(door, form), lan.post(door, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert Visit.objects.count() == 1


def test_saving_without_an_outcome_keeps_the_page_and_says_what_lacks(
    walk: Walk, case: Case, lan: Client
) -> None:
    form = {"act_id": str(new_id()), "walk": format_key(walk.pk), "way": "door"}
    with time_machine.travel(NINE, tick=False):
        answer = lan.post(address("visit", case.pk, walk), form)
    assert answer.status_code == 422
    assert Visit.objects.count() == 0


def test_needs_without_consent_are_asked_back_at_the_field(walk: Walk, case: Case, lan: Client) -> None:
    form = {"act_id": str(new_id()), "walk": "", "way": "door", "outcome": "agreed", "needs": ["oxygen"]}
    with time_machine.travel(NINE, tick=False):
        assert lan.post(address("visit", case.pk), form).status_code == 422
        assert lan.post(address("visit", case.pk), {**form, "consent": "on"}).status_code == 303
    assert list(case.needs.values_list("kind", flat=True)) == ["oxygen"]


def test_in_the_evening_a_visit_of_the_day_is_recorded_with_its_time(
    walk: Walk, case: Case, client_as: Any
) -> None:
    evening = NINE + timedelta(hours=13)
    with time_machine.travel(evening, tick=False):
        lan = client_as("lan")
        page = lan.get(address("visit", case.pk, walk)).content.decode()
        form = {
            "act_id": hidden(page, "act_id"),
            "walk": "",
            "way": "door",
            "outcome": "agreed",
            "at_day": "24/11/2026",
            "at_time": "15:30",
        }
        assert lan.post(address("visit", case.pk), {**form, "at_day": "", "at_time": ""}).status_code == 409
        assert lan.post(address("visit", case.pk), form).status_code == 303
    assert Visit.objects.get().at == NINE + timedelta(hours=6, minutes=30)


def test_undo_brings_the_page_of_the_door_back(walk: Walk, case: Case, lan: Client, cast: Any) -> None:
    with time_machine.travel(NINE, tick=False):
        visit = record_visit(cast["lan"], case_id=case.pk, outcome="moved", now=NINE)
        answer = lan.post(address("undo", visit.pk, walk))
    assert answer.headers["Location"] == address("visit", case.pk, walk)
    assert find_case(case.resident_id) == case


def test_after_a_no_the_family_chooses_and_the_next_door_opens(
    walk: Walk, case: Case, neighbour: Resident, lan: Client, cast: Any
) -> None:
    visit = record_visit(cast["lan"], case_id=case.pk, outcome="refused", now=NINE)
    page = address("refusal", visit.pk, walk)
    with time_machine.travel(NINE, tick=False):
        assert (
            lan.post(page, {"wish": "ask_again", "from_day": "", "case": format_key(case.pk)}).status_code
            == 422
        )
        answer = lan.post(
            page,
            {"wish": "ask_again", "from_day": "20/12/2026", "worry": "tired", "case": format_key(case.pk)},
        )
    following = find_case(neighbour.pk)
    assert following is not None and answer.headers["Location"] == address("visit", following.pk, walk)
    assert Case.objects.get(pk=case.pk).not_before == date(2026, 12, 20)


def test_please_do_not_come_asks_once_whose_wish_it_is(walk: Walk, case: Case, lan: Client) -> None:
    with time_machine.travel(NINE, tick=False):
        assert lan.get(address("no-visit", case.pk, walk)).status_code == 200
        answer = lan.post(address("no-visit", case.pk), {"whose": "household", "walk": format_key(walk.pk)})
        assert answer.headers["Location"] == address("walk", walk.pk)
        shown = lan.get(address("walk", walk.pk)).content.decode()
    assert DoNotVisit.objects.get().household_id == case.resident.household_id
    assert "Đào" not in shown and "P1504" in shown
    assert address("visit", case.pk, walk) not in links(shown)


def test_a_limit_shows_the_refusal_panel_and_no_tiles(walk: Walk, case: Case, lan: Client, cast: Any) -> None:
    set_do_not_visit(cast["lan"], case_id=case.pk, household=False, now=NINE)
    with time_machine.travel(NINE, tick=False):
        shown = lan.get(address("visit", case.pk, walk)).content.decode()
        posted = lan.post(
            address("visit", case.pk),
            {"act_id": str(new_id()), "way": "door", "walk": "", "outcome": "agreed"},
        )
    assert "canvass.do_not_visit" in shown and 'name="outcome"' not in shown
    assert posted.status_code == 409
    assert Visit.objects.count() == 0


def test_a_walk_is_made_by_its_own_worker(dao: Resident, lan: Client) -> None:
    form = {"place": "tower:A", "on": "24/11/2026", "most_doors": "14"}
    with time_machine.travel(NINE, tick=False):
        assert lan.get(address("walks")).status_code == 200
        answer = lan.post(address("new-walk"), form)
        assert lan.post(address("new-walk"), {**form, "place": ""}).status_code == 422
    assert answer.headers["Location"] == address("walk", Walk.objects.get().pk)


def test_lifting_on_the_page_takes_two_persons(walk: Walk, case: Case, client_as: Any, cast: Any) -> None:
    wish = set_do_not_visit(cast["lan"], case_id=case.pk, household=True, now=NINE)
    with time_machine.travel(NINE, tick=False):
        hoa = client_as("hoa")
        assert hoa.get(address("limits")).status_code == 200
        assert hoa.get(address("lift", wish.pk)).status_code == 200
        form = {"family_wish": "Con gái gọi sáng nay", "second_username": "binh", "second_code": "000000"}
        assert hoa.post(address("lift", wish.pk), form).status_code == 409
        form["second_code"] = cast.code("binh", NINE)
        assert hoa.post(address("lift", wish.pk), form).headers["Location"] == address("limits")
    assert Case.objects.get(pk=case.pk).wish == 0


def test_a_supervisor_allows_the_fourth_visit_on_its_page(
    walk: Walk, case: Case, client_as: Any, cast: Any
) -> None:
    for days in (28, 20, 10):
        record_visit(cast["hoa"], case_id=case.pk, outcome="nobody_home", now=NINE - timedelta(days=days))
    with time_machine.travel(NINE, tick=False):
        hoa = client_as("hoa")
        assert address("further", case.pk) in links(hoa.get(address("limits")).content.decode())
        assert hoa.get(address("further", case.pk)).status_code == 200
        answer = hoa.post(address("further", case.pk), {"reason": "Con gái đã về"})
    assert answer.status_code == 303
    assert case.further_visits.count() == 1


def test_the_slip_carries_no_name_of_a_resident_and_no_health_word(
    walk: Walk, case: Case, lan: Client
) -> None:
    case.needs.create(kind="oxygen", consent_at=NINE)
    with time_machine.travel(NINE, tick=False):
        shown = lan.get(address("slip", walk=walk)).content.decode()
    paper = shown[shown.index('<article class="slip') : shown.index("</article>")]
    assert "Lan" in paper and "Đào" not in paper and "ĐÀO" not in paper and "oxy" not in paper.lower()


def test_facts_stand_with_their_law_and_the_amount_of_the_day(lan: Client) -> None:
    with time_machine.travel(NINE, tick=False):
        shown = lan.get(address("facts")).content.decode()
    assert "25.000" in shown
    assert "26/2023/QH15" in shown and "188/2025" in shown


def test_quiet_days_and_invitations_are_recorded_on_their_pages(
    walk: Walk, case: Case, lan: Client, cast: Any
) -> None:
    record_visit(cast["lan"], case_id=case.pk, outcome="refused", now=NINE)
    with time_machine.travel(NINE, tick=False):
        assert lan.get(address("quiet", case.pk)).status_code == 200
        assert lan.post(address("quiet", case.pk), {"until": "01/12/2026"}).status_code == 303
        assert lan.get(address("invited", case.pk)).status_code == 200
        assert lan.post(address("invited", case.pk), {"from_day": ""}).status_code == 303
    assert Case.objects.get(pk=case.pk).wish == 0


@pytest.mark.parametrize("name", ["khang", "minh", "tuan", "dung", "ngan", "vy", "phuc"])
def test_what_is_not_yours_is_not_there(walk: Walk, case: Case, client_as: Any, name: str) -> None:
    with time_machine.travel(NINE, tick=False):
        other = client_as(name)
        for page in (address("visit", case.pk), address("walk", walk.pk), address("no-visit", case.pk)):
            assert other.get(page).status_code == 404


def test_nobody_is_sent_to_sign_in(walk: Walk, case: Case, client_as: Any) -> None:
    answer = client_as("nobody").get(address("visit", case.pk))
    assert answer.status_code == 303 and "/sign-in/" in answer.headers["Location"]


def test_the_pages_of_a_walk_ask_the_store_few_questions(
    ward: Any, case: Case, lan: Client, cast: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        resident_at(ward, f"LÊ VĂN {number}", flat=f"P{5 + number:02}01", year=1950)
    walk = make_walk(cast["lan"], place=Place(tower="A"), on=date(2026, 11, 24), most_doors=40, now=NINE)
    with time_machine.travel(NINE, tick=False):
        for page in (address("walks"), address("walk", walk.pk), address("visit", case.pk, walk)):
            with django_assert_max_num_queries(30):
                assert lan.get(page).status_code == 200


def test_the_way_shows_the_step_what_happened_and_the_next_act(
    walk: Walk, case: Case, neighbour: Resident, lan: Client, client_as: Any, cast: Any
) -> None:
    with time_machine.travel(NINE, tick=False):
        before = lan.get(address("way", case.resident_id)).content.decode()
        assert address("visit", case.pk) in links(before) and "Bác Đào" in before
        record_visit(cast["lan"], case_id=case.pk, outcome="refused", now=NINE)
        after = lan.get(address("way", case.resident_id)).content.decode()
        assert address("invited", case.pk) in links(after) and address("visit", case.pk) not in links(after)
        assert lan.get(address("way", new_id())).status_code == 404
        assert client_as("khang").get(address("way", case.resident_id)).status_code == 404


def test_a_family_that_asks_gets_a_case_with_one_click(dao: Resident, client_as: Any) -> None:
    with time_machine.travel(NINE, tick=False):
        hoa = client_as("hoa")
        assert address("start", dao.pk) in hoa.get(address("way", dao.pk)).content.decode()
        assert hoa.post(address("start", dao.pk)).headers["Location"] == address("way", dao.pk)
        assert hoa.post(address("start", dao.pk)).status_code == 409
    assert find_case(dao.pk) is not None
