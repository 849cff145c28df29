"""The register of purposes: what data are used for, on which law, whether consent is needed, how long they stay. Pure.

English sources; translated when shown. A duty of the State needs no consent, every other purpose does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tannha.ground.refusal import gettext_noop as _


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredPurpose:
    """One purpose; `consent` tells whether it rests on the person's own yes, `since` the law's first day."""

    purpose: str
    data: str
    law: str
    since: date
    consent: bool
    kept: str


REGISTER = (
    RegisteredPurpose(
        purpose=_("To know who lives in the ward and who needs a card"),
        data=_("name, birth, sex, numbers, address, documents held"),
        law="Luật 26/2023/QH15; Nghị định 70/2024/NĐ-CP",
        since=date(2024, 7, 1),
        consent=False,
        kept=_("as long as the person lives in the ward; changes stay as history"),
    ),
    RegisteredPurpose(
        purpose=_("To visit at home and to arrange a time"),
        data=_("visits and their results, good hours, the way wished"),
        law="Luật 26/2023/QH15; Thông tư 16/2024/TT-BCA",
        since=date(2024, 7, 1),
        consent=False,
        kept=_("until the case ends, then as figures without names"),
    ),
    RegisteredPurpose(
        purpose=_("To know what would help a person (lift, calm light, somebody beside them)"),
        data=_("needs, told by the person or the family"),
        law="Luật 91/2025/QH15",
        since=date(2026, 1, 1),
        consent=True,
        kept=_("until the consent is withdrawn or the case ends"),
    ),
    RegisteredPurpose(
        purpose=_("To capture and issue the card"),
        data=_("photo, fingerprints, iris where the law asks, signed packet"),
        law="Luật 26/2023/QH15; Nghị định 70/2024/NĐ-CP",
        since=date(2024, 7, 1),
        consent=False,
        kept=_("sealed, until the card is made; never readable at the ward"),
    ),
    RegisteredPurpose(
        purpose=_("To check a card at a hospital or a counter"),
        data=_("facts about the card, without copies"),
        law="Luật 91/2025/QH15",
        since=date(2026, 1, 1),
        consent=True,
        kept=_("that the check was made, in the journal"),
    ),
    RegisteredPurpose(
        purpose=_("Names and telephones of family who help"),
        data=_("supporter's name, relation, telephone"),
        law="Luật 91/2025/QH15",
        since=date(2026, 1, 1),
        consent=True,
        kept=_("until the consent is withdrawn or the case ends"),
    ),
    RegisteredPurpose(
        purpose=_("To show who did and saw what"),
        data=_("the journal: account, role, purpose, people named by keys"),
        law="Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP",
        since=date(2026, 1, 1),
        consent=False,
        kept=_("two years at least; incidents five"),
    ),
)
