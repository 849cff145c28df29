"""The ten stops' dealings with the rooms, by the key of the stop."""

from __future__ import annotations

from tannha.demo.stops.act import Fill, StopAct
from tannha.demo.stops.capture import Capture, SecondSignature
from tannha.demo.stops.card import Handover, MakeCard
from tannha.demo.stops.day import Mission, Plan
from tannha.demo.stops.hospital import Hospital
from tannha.demo.stops.roll_list import RollList
from tannha.demo.stops.visit import Consent, Visit

ACTS: dict[str, StopAct] = {
    "list": RollList(),
    "visit": Visit(),
    "consent": Consent(),
    "plan": Plan(),
    "mission": Mission(),
    "capture": Capture(),
    "second": SecondSignature(),
    "card": MakeCard(),
    "handover": Handover(),
    "hospital": Hospital(),
}

__all__ = ["ACTS", "Fill", "StopAct"]
