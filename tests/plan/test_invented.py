from __future__ import annotations

from collections import Counter

import pytest

from tannha.plan.invented import DayKind, make_day
from tannha.plan.rules.instance import Way, encode_instance


@pytest.mark.parametrize(
    ("kind", "home", "ride", "walk", "teams", "cars"),
    [
        (DayKind.NORMAL, 45, 20, 520, 3, 2),
        (DayKind.OVERLOADED, 75, 30, 520, 3, 2),
        (DayKind.CAREFUL, 45, 20, 520, 3, 2),
        (DayKind.HUGE, 225, 100, 2_600, 15, 10),
    ],
)
def test_an_invented_day_has_its_size(
    kind: DayKind, home: int, ride: int, walk: int, teams: int, cars: int
) -> None:
    instance = make_day(3, kind)
    kinds = Counter(client.id.partition("-")[0] for client in instance.clients)
    assert kinds == {"home": home, "ride": ride, "walk": walk}
    assert (len(instance.teams), len(instance.vehicles)) == (teams, cars)
    assert sum(machine.step_free for machine in instance.machines) * 2 == len(instance.machines)
    visits = [client.service_duration for client in instance.clients if Way.HOME in client.ways]
    assert (min(visits), max(visits)) == (3_600, 3_600) or (min(visits) >= 600 and max(visits) <= 2_400)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    assert encode_instance(make_day(1)) == encode_instance(make_day(1)) != encode_instance(make_day(2))


def test_a_careful_day_may_have_six_teams() -> None:
    assert len(make_day(1, DayKind.CAREFUL, teams=6).teams) == 6
