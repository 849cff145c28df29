"""Refusals of progress. There is little to refuse: it only looks on. Pure."""

from __future__ import annotations

from enum import StrEnum

from tannha.ground.refusal import Sentences, gettext_noop


class Code(StrEnum):
    """Codes of this room."""

    NO_SUCH_REASON = "progress.no_such_reason"


CATALOGUE: dict[Code, Sentences] = {
    Code.NO_SUCH_REASON: Sentences(
        cannot=gettext_noop("This list does not exist."),
        why=gettext_noop("Nobody waits for such a reason."),
        next_step=gettext_noop("Choose a line on the page of the ward."),
        link="progress:ward",
    ),
}
