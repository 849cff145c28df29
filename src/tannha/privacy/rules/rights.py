"""What a resident may ask about their data, and the way of one request. Pure.

Law 91/2025/QH15 on the protection of personal data; before 2026 Decree 13/2023. Texts were not read in full.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class RequestKind(StrEnum):
    """Wire words."""

    SEE = "see"
    CORRECT = "correct"
    RESTRICT = "restrict"
    OBJECT = "object"
    WITHDRAW = "withdraw"
    ERASE = "erase"


class RequestState(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    EXTENDED = "extended"
    CLOSED = "closed"


class RequestAct(StrEnum):
    """What is done with a request."""

    ACKNOWLEDGE = "acknowledge"
    EXTEND = "extend"
    ANSWER = "answer"


class Outcome(StrEnum):
    """How a request ended; a no names its law."""

    GRANTED = "granted"
    PARTLY = "partly"
    DECLINED = "declined"


LEGAL: Mapping[RequestState, Mapping[RequestAct, RequestState]] = {
    RequestState.RECEIVED: {
        RequestAct.ACKNOWLEDGE: RequestState.ACKNOWLEDGED,
        RequestAct.ANSWER: RequestState.CLOSED,
    },
    RequestState.ACKNOWLEDGED: {
        RequestAct.EXTEND: RequestState.EXTENDED,
        RequestAct.ANSWER: RequestState.CLOSED,
    },
    RequestState.EXTENDED: {RequestAct.ANSWER: RequestState.CLOSED},
    RequestState.CLOSED: {},
}
"""Which act is legal in which state; one extension at most, and never before the first answer."""
