from __future__ import annotations

import pytest
from django.test import RequestFactory

from tannha.web.paging import page_number


@pytest.mark.parametrize(
    ("asked", "number"),
    [("", 1), ("?page=3", 3), ("?page=0", 0), ("?page=-2", 1), ("?page=two", 1), ("?page=2.5", 1),
     ("?page=" + "9" * 5_000, 1), ("?page=²", 1), ("?page=٣", 1)],
)  # fmt: skip
def test_only_a_number_that_a_list_could_have_is_taken(asked: str, number: int) -> None:
    assert page_number(RequestFactory().get("/" + asked)) == number
