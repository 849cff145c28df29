"""Tận Nhà: from a list of residents to an identity card in the hand. Rooms stand in the order a resident passes them."""

__version__ = "0.1.0"
asses: roll, canvass, plan, enrol, issue, eid, desk and sign;
progress looks on. `tannha.icao` is a pure library and needs none of the rest.
"""

__version__ = "0.1.0"
