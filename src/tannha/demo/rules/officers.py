"""Accounts of the demo ward: every role of the house, and a second person for each act that needs two.

What for: the one-click sign-in and the tour. The secrets here are those of an invented ward: they open
nothing but a demo folder.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from tannha.ground.refusal import gettext_noop

DEMO_PASSWORD = "bốn từ dễ nhớ"
DEMO_PIN = "258013"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """One account of the demo: who, in which role, and whether of the neighbouring ward."""

    username: str
    display_name: str
    role: str
    does: str
    next_door: bool = False

    @property
    def code_seed(self) -> bytes:
        """Twenty bytes, the seed of this account's one-time codes; derived from the name, known to
        everybody.
        """
        return hashlib.sha256(f"tan nha demo {self.username}".encode()).digest()[:20]


OFFICERS: tuple[Officer, ...] = (
    Officer(
        username="hoa",
        display_name="cô Hoa",
        role="supervisor",
        does=gettext_noop("Leads the ward's work: sees who still waits, countersigns, approves packets."),
    ),
    Officer(
        username="binh",
        display_name="anh Bình",
        role="supervisor",
        does=gettext_noop("Supervises too: the second signature when Hoa took part herself."),
    ),
    Officer(
        username="lan",
        display_name="chị Lan",
        role="canvasser",
        does=gettext_noop("Goes from door to door, asks what would help, records what people say."),
    ),
    Officer(
        username="tuan",
        display_name="anh Tuấn",
        role="planner",
        does=gettext_noop("Plans the days: machines, kits, cars. Sees places and needs, never names."),
    ),
    Officer(
        username="minh",
        display_name="anh Minh",
        role="operator",
        does=gettext_noop("Carries a kit to those who cannot come."),
    ),
    Officer(
        username="ha",
        display_name="chị Hà",
        role="operator",
        does=gettext_noop("Enrols at the counter."),
    ),
    Officer(
        username="dung",
        display_name="anh Dũng",
        role="issuer",
        does=gettext_noop("Makes cards and hands them over."),
    ),
    Officer(
        username="duc",
        display_name="anh Đức",
        role="issuer",
        does=gettext_noop("The second issuer, for acts that need two."),
    ),
    Officer(
        username="nga",
        display_name="cô Nga",
        role="adjudicator",
        does=gettext_noop("Looks at suspected doubles, side by side with a colleague."),
    ),
    Officer(
        username="son",
        display_name="anh Sơn",
        role="adjudicator",
        does=gettext_noop("The second adjudicator."),
    ),
    Officer(
        username="vy",
        display_name="chị Vy",
        role="desk_clerk",
        does=gettext_noop("Checks cards at the hospital's reception."),
    ),
    Officer(
        username="quynh",
        display_name="chị Quỳnh",
        role="desk_clerk",
        does=gettext_noop("Keeps the contract desk."),
    ),
    Officer(
        username="phuc",
        display_name="anh Phúc",
        role="administrator",
        does=gettext_noop("Keeps accounts, kits and backups. Sees no people."),
    ),
    Officer(
        username="viet",
        display_name="anh Việt",
        role="administrator",
        does=gettext_noop("The second administrator."),
    ),
    Officer(
        username="ngan",
        display_name="chị Ngân",
        role="auditor",
        does=gettext_noop("Audits: reads the journal, masked."),
    ),
    Officer(
        username="yen",
        display_name="chị Yến",
        role="protection_officer",
        does=gettext_noop("Protects personal data: requests, odd look-ups, incidents."),
    ),
    Officer(
        username="oanh",
        display_name="chị Oanh",
        role="protection_officer",
        does=gettext_noop("The second data-protection officer."),
    ),
    Officer(
        username="khang",
        display_name="anh Khang",
        role="supervisor",
        next_door=True,
        does=gettext_noop("Supervises the neighbouring ward, and must see nothing of this one."),
    ),
)

BY_USERNAME: dict[str, Officer] = {officer.username: officer for officer in OFFICERS}
