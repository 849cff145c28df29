"""What of this room waits for an actor today; counts, no names."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tannha.enrol.service import count_packets_waiting
from tannha.ground.access import Role
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.today import TodayRow
from tannha.issue.rules.handover import CardStatus
from tannha.issue.service.approval import count_returned
from tannha.issue.service.cards import count_cards, count_carried, count_to_arrange
from tannha.issue.service.personalise import count_to_make


def today_rows(actor: Actor, now: datetime) -> list[TodayRow]:
    """Supervisor: packets to approve. Issuer: cards to make, cards to hand over at home. Operator: cards to
    carry.
    """
    if actor.role is Role.SUPERVISOR:
        return _approvals(actor)
    if actor.role is Role.ISSUER:
        return _issuer(actor, now)
    if actor.role is Role.OPERATOR:
        return _operator(actor, now)
    return []


def _approvals(actor: Actor) -> list[TodayRow]:
    waiting = count_packets_waiting(actor.ward_id)
    if not waiting:
        return []
    text = ngettext("%(n)s packet waits for approval", "%(n)s packets wait for approval", waiting)
    return [
        TodayRow(
            order=20,
            text=text % {"n": waiting},
            count=waiting,
            url_name="issue:approve",
            action=_("Look at the first packet"),
        )
    ]


def _issuer(actor: Actor, now: datetime) -> list[TodayRow]:
    at_home = count_to_arrange(actor.ward_id, local_day(now))
    at_counter = count_cards(actor.ward_id, status=CardStatus.MADE, at_home=False)
    to_make = count_to_make(actor.ward_id)
    home = ngettext(
        "%(n)s card waits to be handed over at home", "%(n)s cards wait to be handed over at home", at_home
    )
    counter = ngettext("%(n)s card waits at the counter", "%(n)s cards wait at the counter", at_counter)
    make = ngettext("%(n)s card waits to be made", "%(n)s cards wait to be made", to_make)
    offered = (
        (10, home, at_home, "issue:waiting", _("Arrange home handover")),
        (15, make, to_make, "issue:batches", _("Make cards")),
        (30, counter, at_counter, "issue:waiting", _("Look at the cards that wait")),
    )
    return [
        TodayRow(order=order, text=text % {"n": n}, count=n, url_name=route, action=action)
        for order, text, n, route, action in offered
        if n
    ]


def _operator(actor: Actor, now: datetime) -> list[TodayRow]:
    rows = []
    carried = count_carried(actor.user_id, local_day(now))
    if carried:
        text = ngettext(
            "%(n)s card to hand over at home today", "%(n)s cards to hand over at home today", carried
        )
        rows.append(
            TodayRow(
                order=30,
                text=text % {"n": carried},
                count=carried,
                url_name="issue:waiting",
                action=_("Open today's cards"),
            )
        )
    returned = count_returned(actor)
    if returned:
        text = ngettext("%(n)s packet came back to you", "%(n)s packets came back to you", returned)
        rows.append(
            TodayRow(
                order=40,
                text=text % {"n": returned},
                count=returned,
                url_name="issue:returned",
                action=_("See why"),
            )
        )
    return rows
