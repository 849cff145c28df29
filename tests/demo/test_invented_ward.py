"""The invented ward: plausible, structurally right, the same from the same seed, nobody real."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date

import pytest

from tannha.demo.rules.cast import CAST, TOUR_PEOPLE
from tannha.demo.rules.homes import door_at
from tannha.demo.rules.names import way_of_calling
from tannha.demo.rules.officers import OFFICERS
from tannha.demo.rules.papers import Ages, card_ends
from tannha.demo.rules.ward import InventedWard, invent_ward

ON = date(2026, 11, 24)
AGES = Ages(first=14, change=(25, 40, 60), grace_years=2)


@pytest.fixture(scope="module")
def small() -> InventedWard:
    return invent_ward(seed=7, residents=3000, on=ON, ages=AGES)


def test_twenty_thousand_residents_are_invented_within_three_seconds() -> None:
    started = time.process_time()
    ward = invent_ward(seed=1, residents=20_000, on=ON, ages=AGES)
    assert time.process_time() - started < 3
    assert sum(1 for _ in ward.everyone()) == 20_000


def test_the_same_seed_gives_the_same_ward_and_another_seed_another() -> None:
    first = invent_ward(seed=3, residents=400, on=ON, ages=AGES)
    again = invent_ward(seed=3, residents=400, on=ON, ages=AGES)
    other = invent_ward(seed=4, residents=400, on=ON, ages=AGES)
    assert first == again
    assert first.families != other.families


def test_every_number_begins_with_099_and_agrees_with_sex_and_year(small: InventedWard) -> None:
    seen: set[str] = set()
    for _, person in small.everyone():
        number = person.personal_number
        if not number:
            assert person.held.kind == "cmnd9"
            continue
        assert len(number) == 12 and number.isdigit() and number.startswith("099")
        assert int(number[3]) == (person.birth_year // 100 - 19) * 2 + (person.sex == "female")
        assert number[4:6] == person.birth[2:4]
        assert number not in seen
        seen.add(number)


def test_old_numbers_are_unique_and_carry_the_invented_prefix(small: InventedWard) -> None:
    old = [person.cmnd9 for _, person in small.everyone() if person.cmnd9]
    assert len(old) == len(set(old)) > 100
    assert all(len(number) == 9 and number.startswith("099") for number in old)


def test_some_of_the_oldest_are_known_by_year_only_and_the_young_never(small: InventedWard) -> None:
    year_only = [person for _, person in small.everyone() if len(person.birth) == 4]
    assert len(year_only) > 20
    assert all(person.birth_year < 1965 for person in year_only)


def test_the_whole_cast_lives_at_its_own_doors_in_the_smallest_ward_too() -> None:
    ward = invent_ward(seed=1, residents=60, on=ON, ages=AGES)
    at = {person.cast_key: home for home, person in ward.everyone() if person.cast_key}
    assert set(at) == {told.key for told in CAST}
    dao = at["dao"]
    assert (dao.address, dao.floor, dao.has_lift, dao.group) == ("P1504 tháp A", 15, True, 12)
    assert at["tam"].address == "số 12/3A ngách 85/14 ngõ 1150"


def test_cards_end_at_the_next_age_of_change_with_two_years_of_grace() -> None:
    birth = date(1990, 6, 30)
    assert card_ends(birth, date(2013, 6, 29), AGES) == date(2015, 6, 30)
    assert card_ends(birth, date(2013, 6, 30), AGES) == date(2030, 6, 30)
    assert card_ends(birth, date(2048, 6, 30), AGES) is None


def test_held_papers_are_possible_for_their_holder(small: InventedWard) -> None:
    kinds = Counter(person.held.kind for _, person in small.everyone())
    assert set(kinds) == {"none", "cmnd9", "cmnd12", "barcode", "chip"}
    for _, person in small.everyone():
        held = person.held
        if held.kind == "none":
            continue
        assert held.issued_on is not None and held.issued_on < ON
        assert held.issued_on.year - person.birth_year >= 14
        assert held.no_expiry == (held.expires_on is None)


def test_families_are_plausible(small: InventedWard) -> None:
    sizes = Counter(len(family.people) for family in small.families)
    assert max(sizes) <= 8
    for family in small.families:
        relations = [person.relation for person in family.people]
        parents = [person for person in family.people if person.relation in ("head", "spouse")]
        for child in (person for person in family.people if person.relation == "child"):
            assert min(person.birth_year for person in parents) + 16 < child.birth_year
        assert relations.count("spouse") <= 1


def test_there_are_names_of_minorities_among_the_neighbours(small: InventedWard) -> None:
    invented = [person.full_name for _, person in small.everyone() if not person.cast_key]
    assert any(name.startswith(("H'", "Y ")) for name in invented)


def test_walk_up_blocks_have_no_lift_and_towers_do(small: InventedWard) -> None:
    assert all(door.has_lift for site in small.sites if site.kind == "tower" for door in site.doors)
    blocks = [site for site in small.sites if site.kind == "block"]
    assert blocks and all(door.has_lift is False for site in blocks for door in site.doors)


def test_the_long_alley_address_is_kept_as_written(small: InventedWard) -> None:
    assert door_at(small.sites, "số 12/3A ngách 85/14 ngõ 1150").alley == "ngõ 1150"
    with pytest.raises(KeyError):
        door_at(small.sites, "P9999 tháp Z")


def test_people_are_called_by_their_age() -> None:
    calls = [way_of_calling(given="Đào", sex="female", age=age) for age in (90, 79, 60, 40, 20, 5)]
    assert calls == ["cụ Đào", "bà Đào", "cô Đào", "chị Đào", "em Đào", "cháu Đào"]


def test_each_two_person_act_has_two_accounts_of_the_role() -> None:
    roles = Counter(officer.role for officer in OFFICERS if not officer.next_door)
    for role in ("supervisor", "operator", "issuer", "adjudicator", "administrator", "protection_officer"):
        assert roles[role] >= 2
    assert len({officer.code_seed for officer in OFFICERS}) == len(OFFICERS)


def test_the_tour_has_several_people_to_repeat_with() -> None:
    assert TOUR_PEOPLE[0] == "dao"
    assert len(TOUR_PEOPLE) >= 4
