"""The ten stops of the tour: whose page, what is told, what one click does. Words only; see `stops/` for
the acts.
"""

from __future__ import annotations

from dataclasses import dataclass

from tannha.ground.refusal import gettext_noop


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop. `story`, `click` and `after` may hold %(name)s, the way the person is called, and
    %(Name)s, the same at the beginning of a sentence."""

    number: int
    key: str
    title: str
    owner: str
    story: str
    click: str
    after: str


STOPS: tuple[Stop, ...] = (
    Stop(
        number=1,
        key="list",
        title=gettext_noop("The list"),
        owner="hoa",
        story=gettext_noop("A list of the residential group has come in. %(Name)s is on it, without a card."),
        click=gettext_noop("Hoa has looked at the findings. One click takes the list over."),
        after=gettext_noop("The list is in. It can be undone as a whole."),
    ),
    Stop(
        number=2,
        key="visit",
        title=gettext_noop("The visit"),
        owner="lan",
        story=gettext_noop("Lan knocks for the second time. %(Name)s says: “Let my family come home first.”"),
        click=gettext_noop("“Wants to think” is a good answer too. One click saves it."),
        after=gettext_noop("Saved. Nobody comes again today; Lan comes back another day."),
    ),
    Stop(
        number=3,
        key="consent",
        title=gettext_noop("The yes"),
        owner="lan",
        story=gettext_noop("Another day, in the good hours, with the family beside: %(name)s agrees."),
        click=gettext_noop("What would help and the good hours are filled in. One click saves the yes."),
        after=gettext_noop("The yes is kept, with what would help and when."),
    ),
    Stop(
        number=4,
        key="plan",
        title=gettext_noop("The plan"),
        owner="tuan",
        story=gettext_noop(
            "Tuấn plans without names. No machine can be reached from this bed, so a kit goes there."
        ),
        click=gettext_noop("The plan is made and checked. One click publishes it and promises the times."),
        after=gettext_noop("Published. %(Name)s has a promised time in the good hours."),
    ),
    Stop(
        number=5,
        key="mission",
        title=gettext_noop("The mission"),
        owner="minh",
        story=gettext_noop("The day has come. Minh's run sheet names the door, the lift and what to bring."),
        click=gettext_noop("One click says: arrived."),
        after=gettext_noop("Minh is at the door."),
    ),
    Stop(
        number=6,
        key="capture",
        title=gettext_noop("The capture"),
        owner="minh",
        story=gettext_noop(
            "At the bedside: say, ask, show, wait. One little finger is stiff and cannot be taken."
        ),
        click=gettext_noop("The prints are taken, three pictures are kept. One click keeps the best one."),
        after=gettext_noop("The picture is kept; the form is read and signed with a fingerprint."),
    ),
    Stop(
        number=7,
        key="second",
        title=gettext_noop("The second signature"),
        owner="hoa",
        story=gettext_noop("A missing finger needs a second person. Hoa looks at the summary and signs."),
        click=gettext_noop("Hoa's own code of this half minute is filled in, and checked. One click signs."),
        after=gettext_noop("Signed by two. Minh seals: from here only the ward's key opens the packet."),
    ),
    Stop(
        number=8,
        key="card",
        title=gettext_noop("The card"),
        owner="dung",
        story=gettext_noop("A supervisor has approved the packet. Dũng makes the card."),
        click=gettext_noop("One click makes the card, with its machine-readable lines and its QR code."),
        after=gettext_noop("The card is made; promised and actual day stand side by side."),
    ),
    Stop(
        number=9,
        key="handover",
        title=gettext_noop("The handover"),
        owner="minh",
        story=gettext_noop("Minh brings the card to the bedside and looks at the face."),
        click=gettext_noop("The right person, the old paper, the receipt. One click hands the card over."),
        after=gettext_noop("%(Name)s holds the card. The case is closed."),
    ),
    Stop(
        number=10,
        key="hospital",
        title=gettext_noop("The hospital"),
        owner="vy",
        story=gettext_noop("Days later, at the hospital's reception: Vy scans the card's QR code."),
        click=gettext_noop("The purpose is set and the code is in the field. One click checks it."),
        after=gettext_noop("Separate facts, and a sentence: no other paper is needed."),
    ),
)
BY_NUMBER: dict[int, Stop] = {stop.number: stop for stop in STOPS}
