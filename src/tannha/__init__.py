"""Tận Nhà: from a list of residents to an identity card in the hand, at home where it must be.

One program, one package. The rooms stand in the order in which a resident passes: roll, canvass, plan, enrol, issue,
eid, desk and sign; progress looks on. `tannha.icao` is a pure library and needs none of the rest.
"""

__version__ = "0.1.0"
