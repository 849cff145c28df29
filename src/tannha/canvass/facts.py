"""What may truly be said at a door, with the law it rests on, and what is not to be said. Texts only.

Checked against docs of the domain: the line "without a card care is hard" is stronger than the law and stands under
what not to say. Amounts come from the regime of the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tannha.ground.regime import Service, fee_dong


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueArgument:
    """One worry, the true answer to it, and its law. `dong` fills the amount in the answer where it has one."""

    worry: Promise
    answer: Promise
    law: Promise
    service: Service | None = None

    def said_on(self, day: date) -> str:
        """The answer with the amount in force on a day."""
        if self.service is None:
            return str(self.answer)
        amount = f"{fee_dong(self.service, day):,}".replace(",", ".")
        return str(self.answer) % {"dong": amount}


TRUE_ARGUMENTS: tuple[TrueArgument, ...] = (
    TrueArgument(
        worry=_("Do I have to?"),
        answer=_(
            "Every citizen from 14 on has the duty to have a card. Old people and ill people too; the office helps."
        ),
        law=_("Law on identity 26/2023/QH15, Art. 19"),
    ),
    TrueArgument(
        worry=_("I have my old paper card."),
        answer=_(
            "The nine- and twelve-digit identity cards (CMND) ended on 31/12/2024. A citizen card "
            "(CCCD) is good until its printed day."
        ),
        law=_("Law on identity 26/2023/QH15, transition"),
    ),
    TrueArgument(
        worry=_("I am too old for a new card."),
        answer=_("A card made at 58 or later has no end. It is made once."),
        law=_("Law on identity 26/2023/QH15, Art. 21"),
    ),
    TrueArgument(
        worry=_("It costs money."),
        answer=_(
            "The first issue is free. A change costs %(dong)s đ today; changes at 25, 40 and 60 are free."
        ),
        law=_("Circular 73/2024/TT-BTC and 64/2025/TT-BTC"),
        service=Service.CHANGE,
    ),
    TrueArgument(
        worry=_("I cannot leave the house."),
        answer=_(
            "The team comes to the home with a carried set, at the hours the family chooses. At least "
            "an hour is planned."
        ),
        law=_("Circular 17/2024/TT-BCA, mobile collection"),
    ),
    TrueArgument(
        worry=_("It takes long and the place is crowded."),
        answer=_(
            "There are appointments. Whoever walks badly is fetched or visited; nobody is sent to a "
            "machine up a staircase."
        ),
        law=_("How this ward works"),
    ),
    TrueArgument(
        worry=_("The flash frightens me."),
        answer=_(
            "No rule asks for a flash. Steady soft light is enough, with family beside and a word that stops at once."
        ),
        law=_("Circular 60/2021/TT-BCA, Art. 5 names the photograph, not the light"),
    ),
    TrueArgument(
        worry=_("My fingers give no prints."),
        answer=_(
            "What cannot be taken is described, and the work goes on. Nobody is refused for a missing print."
        ),
        law=_("Circular 60/2021/TT-BCA, Art. 5; Circular 17/2024/TT-BCA"),
    ),
    TrueArgument(
        worry=_("My papers carry the old number."),
        answer=_(
            "The nine-digit number stands in the card's square code. Nobody may ask for a paper that confirms it."
        ),
        law=_("Decree 70/2024, Art. 12"),
    ),
    TrueArgument(
        worry=_("Will the hospital still take me?"),
        answer=_(
            "Yes. With the card one scan is enough; without it the insurance card and a photo paper do as before."
        ),
        law=_("Decree 188/2025, Art. 37-38"),
    ),
    TrueArgument(
        worry=_("What is it good for?"),
        answer=_(
            "Offices no longer keep paper household books; the card shows where you live. One card "
            "instead of several papers."
        ),
        law=_("Decree 104/2022; Law 26/2023/QH15, Art. 20"),
    ),
    TrueArgument(
        worry=_("How long until I have it?"),
        answer=_("Seven working days by law. We tell the promised day, and the real one if it is later."),
        law=_("Law on identity 26/2023/QH15, Art. 26"),
    ),
    TrueArgument(
        worry=_("Who sees my data?"),
        answer=_(
            "Who opened your data is written down, and you can ask for it. Prints and picture are "
            "locked as soon as they are taken."
        ),
        law=_("Law on personal data 91/2025/QH15"),
    ),
    TrueArgument(
        worry=_("I have no document for acting for my mother."),
        answer=_(
            "Family may help and be beside without any document. Only who decides in her place needs one."
        ),
        law=_("Civil Code 2015, Art. 22-24"),
    ),
)

NOT_TO_SAY: tuple[tuple[Promise, Promise], ...] = (
    (
        _("“Without the card you get no treatment.”"),
        _("Not true. Care is given, and an emergency waits for no paper."),
    ),
    (
        _("“You will be fined.”"),
        _("No threat at a door. A no is written without any mark against the person."),
    ),
    (
        _("“Everybody in your group has done it.”"),
        _("Others are nobody's business, and pressure is not our work."),
    ),
    (
        _("“You must have the electronic account.”"),
        _("It is encouraged, not compulsory."),
    ),
    (
        _("“It takes only a minute.”"),
        _("Say the time that is really planned."),
    ),
    (
        _("“We need your one-time code.”"),
        _("Never. Nobody of the office asks for codes, passwords or money at the door."),
    ),
)
