"""Sample pictures of the demo: drawn, repeatable, marked as specimens."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tannha.demo import samples


@pytest.mark.parametrize("draw", [samples.fingerprint, samples.portrait, samples.iris])
def test_a_picture_is_a_png_that_repeats_and_differs_by_name(draw) -> None:  # type: ignore[no-untyped-def]
    first, again, other = draw("dao right_index"), draw("dao right_index"), draw("tam right_index")
    assert first == again
    assert first != other
    with Image.open(io.BytesIO(first)) as picture:
        assert picture.format == "PNG"
        assert min(picture.size) >= 240


def test_the_mark_covers_the_foot_of_every_picture() -> None:
    with Image.open(io.BytesIO(samples.portrait("dao"))) as picture:
        foot = picture.convert("L").crop((0, 330, 300, 400))
    assert foot.getextrema()[1] == 255
    assert sum(foot.histogram()[:120]) > 500
