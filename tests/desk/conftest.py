"""The desk's tests begin with a card that the issuing room made and gave."""

from __future__ import annotations

from tests.enrol.conftest import minh, people
from tests.issue.conftest import approved, card, given, packet, seal

__all__ = ["approved", "card", "given", "minh", "packet", "people", "seal"]
