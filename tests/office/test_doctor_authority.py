"""The doctor tells that the own test authority's revocation list ends, before it does, and names the verb."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tannha.issue import specimen_authority
from tannha.issue.specimen_authority import Wish
from tannha.office.doctor.authority import revocation_list
from tannha.office.doctor.findings import State

MADE = datetime(2026, 9, 1, 8, tzinfo=UTC)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The own authority's folder, empty as yet."""
    folder = tmp_path / "authority"
    monkeypatch.setattr("tannha.issue.devices.own_authority.own_folder", lambda: folder)
    return folder


def test_a_place_without_an_authority_hears_nothing_of_lists(own: Path) -> None:
    assert list(revocation_list(MADE)) == []


@pytest.mark.parametrize(
    ("days", "state"), [(1, State.GOOD), (75, State.GOOD), (77, State.LOOK), (91, State.LOOK)]
)
def test_the_end_of_the_list_is_told_before_it_comes(own: Path, days: int, state: State) -> None:
    specimen_authority.make(own, Wish(), now=MADE)
    (found,) = revocation_list(MADE + timedelta(days=days))
    assert found.state is state
    assert ("renew-list" in found.next_step) is (state is State.LOOK)


def test_a_renewed_list_is_good_again(own: Path) -> None:
    specimen_authority.make(own, Wish(), now=MADE)
    late = MADE + timedelta(days=100)
    specimen_authority.renew_list(own, now=late)
    (found,) = revocation_list(late)
    assert found.state is State.GOOD
