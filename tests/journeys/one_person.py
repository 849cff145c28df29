"""One person's way, page by page, in a process of its own: from an imported list to the desk's answer.

`main` runs in a process of its own on a data folder into which a list was imported by command. The clock is
the test's, because visits, capture, card and handover lie on different days. Prints what it saw as one JSON line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine
from django.conf import settings

from tannha.demo import samples
from tannha.fleet.models import Kit, Team
from tannha.fleet.service import save_kit, save_machine, save_shift, save_station, save_team
from tannha.fleet.service.verbs import Hours
from tannha.ground.access import Role
from tannha.ground.accounts import ensure_ward, make_account
from tannha.ground.clock import at_local, local_day
from tannha.ground.command import console_actor
from tannha.ground.models import User
from tannha.ground.one_time_code import code_at
from tannha.ground.regime import is_working_day
from tannha.ground.sign_in import actor_of
from tannha.issue.models import Card
from tannha.roll.models import Resident
from tests.journeys.visitor import Page, Visitor

PASSWORD = "gõ cửa lần thứ hai"
PIN = "258013"
NUMBER = "099147000001"
ACCOUNTS = (
    ("phuc", Role.ADMINISTRATOR),
    ("hoa", Role.SUPERVISOR),
    ("lan", Role.CANVASSER),
    ("minh", Role.OPERATOR),
    ("tuan", Role.PLANNER),
    ("dung", Role.ISSUER),
    ("vy", Role.DESK_CLERK),
    ("binh", Role.SUPERVISOR),
)
SECOND = re.compile(r"/enrol/exceptions/\w{20,}/$")
PACKET = re.compile(r"/issue/approve/\w{20,}/$")
SHEET = re.compile(r"/plan/mission/\w{20,}/$")
DAY = Hours(start_minute=480, end_minute=990, lunch_start_minute=690, lunch_end_minute=810, lunch_minutes=60)


def working_day_after(day: date) -> date:
    """The next working day."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


class Journey:
    """The accounts, the clock and what was seen."""

    def __init__(self, traveller: Any) -> None:
        """Accounts by the console, then the fleet by the planner."""
        self.traveller = traveller
        self.seen: dict[str, Any] = {}
        self.seeds: dict[str, bytes] = {}
        now = datetime.now(tz=UTC)
        self.ward = ensure_ward(now)
        console = console_actor(self.ward.id)
        for username, role in ACCOUNTS:
            made = make_account(
                console,
                username=username,
                display_name=username.title(),
                role=role,
                password=PASSWORD,
                now=now,
            )
            self.seeds[username] = made.seed

    def at(self, day: date, minute: int) -> None:
        """Let the clock show this local minute; it only moves forward."""
        moment = at_local(day, minute)
        assert moment > datetime.now(tz=UTC)
        self.traveller.move_to(moment, tick=True)

    def code(self, username: str) -> str:
        """What this person's device shows now."""
        return code_at(self.seeds[username], datetime.now(tz=UTC))

    def visitor(self, username: str) -> Visitor:
        """Signed in through the pages: password, code, and the first PIN."""
        self.traveller.shift(timedelta(seconds=61))
        visitor = Visitor()
        page = visitor.open("/sign-in/")
        page = visitor.send(
            page, page.form_with("username", "password"), username=username, password=PASSWORD
        )
        page = visitor.send(page, page.form_with("code"), code=self.code(username))
        if any("again" in form.offers for form in page.forms):
            page = visitor.send(page, page.form_with("pin", "again"), pin=PIN, again=PIN)
        assert page.status == 200 and page.address == "/", page.text[:400]
        return visitor

    def build_station(self, first: date) -> None:
        """A machine upstairs without a lift, a kit, a gentle team, and its shift on the days of the journey."""
        now = datetime.now(tz=UTC)
        tuan = actor_of(User.objects.get(username="tuan"))
        station = save_station(tuan, name="Trạm", address="số 2", floors=3, has_lift=False, now=now)
        save_machine(
            tuan,
            station_id=station.id,
            label="Máy 1",
            floor=3,
            step_free=False,
            open_start_minute=480,
            open_end_minute=990,
            now=now,
        )
        save_kit(tuan, label="Bộ 1", battery_enrolments=8, cards=10, now=now)
        kit = Kit.objects.get(label="Bộ 1")
        members = tuple(User.objects.filter(username__in=["minh", "lan"]).values_list("id", flat=True))
        save_team(tuan, label="Tổ 1", kit_id=kit.id, gentle=True, members=members, now=now)
        team = Team.objects.get(label="Tổ 1")
        save_shift(tuan, on=working_day_after(first), hours=DAY, team_id=team.id, now=now)


def visit(journey: Journey, lan: Visitor) -> None:
    """Lan makes a walk, finds the door on it and saves the yes."""
    page = lan.open("/canvass/walks/")
    page = lan.send(page, page.form_with("place", "on"), place="tower:A")
    page = lan.open(next(a for a, text in page.links if "/canvass/visit/" in a and "Đào" in text))
    assert "Đào" in page.text
    page = lan.send(
        page,
        page.form_with("outcome"),
        outcome="agreed",
        wished_way="home",
        needs=["wheelchair", "stays_at_home", "calm_place"],
        consent="on",
        hours_from="09:00",
        hours_to="11:00",
    )
    assert page.status == 200, page.text[:400]


def plan(journey: Journey, tuan: Visitor, on: date) -> None:
    """Tuấn makes, looks over and publishes the day; he sees no name."""
    page = tuan.open(f"/plan/{on.isoformat()}/")
    page = tuan.send(page, page.form_to("/make/"))
    assert "Đào" not in page.text
    page = tuan.open(page.link_to("/review/"))
    page = tuan.send(page, page.form_to("/publish/"))
    assert page.status == 200, page.text[:400]


def is_done(page: Page) -> bool:
    """The packet is sealed: only the slip is left."""
    return any(form.action.endswith("/slip/") for form in page.forms)


def capture(journey: Journey, minh: Visitor) -> None:
    """Minh arrives, checks in, captures everything but one finger, and has it countersigned; then he seals."""
    page = minh.open("/plan/mission/")
    page = minh.open(next(a for a, _ in page.links if SHEET.search(a)))
    assert "Đào" in page.text
    page = minh.send(page, next(form for form in page.forms if "/arrived/" in form.action))
    page = minh.open("/enrol/check-in/")
    page = minh.send(page, page.form_with("number"), number=NUMBER)
    home = next(form for form in page.forms if form.values.get("place") == ["home"])
    page = minh.send(page, home)
    steps = 0
    excused = False
    while not is_done(page):
        steps += 1
        assert steps < 60, f"no end: {page.address} {page.text[:600]}"
        if not excused and any("/exception/" in address for address, _ in page.links):
            excused, page = _try_exception(minh, page)
        page = _step(journey, minh, page)
    journey.seen["steps"] = steps
    page = minh.send(page, page.form_to("/slip/"))
    journey.seen["slip"] = page.status


def _try_exception(minh: Visitor, page: Page) -> tuple[bool, Page]:
    """The left little finger cannot be taken, once the left hand is asked for."""
    asked = minh.open(page.link_to("/exception/"))
    form = asked.form_with("subject", "reason")
    if "left_little" not in form.offers["subject"]:
        return False, page
    return True, minh.send(asked, form, subject="left_little", reason="contracture")


def _step(journey: Journey, minh: Visitor, page: Page) -> Page:
    """Do what the page at hand asks for, whatever it is."""
    doings: tuple[tuple[str, Callable[[], Page]], ...] = (
        ("agrees", lambda: _countersign(journey, minh, page)),
        (
            "data_right",
            lambda: minh.send(page, page.form_with("data_right"), data_right="yes", service="first"),
        ),
        ("frame", lambda: minh.send(page, page.form_with("frame"), frame="0")),
        ("upload", lambda: minh.send(page, page.form_with("upload"), files=_pictures(page))),
        ("signer", lambda: minh.send(page, page.form_with("signer"), signer="person", mark="fingerprint")),
        ("old_paper", lambda: minh.send(page, page.form_with("old_paper"), old_paper="collected")),
        ("text", lambda: minh.send(page, page.form_with("text"), text="")),
    )
    to_print = next((form for form in page.forms if form.action.endswith("/form/")), None)
    if to_print is not None and not any("signer" in form.offers for form in page.forms):
        return _print(minh, page)
    for name, do in doings:
        if any(name in form.offers for form in page.forms):
            return do()
    second = next((address for address, _ in page.links if SECOND.search(address)), None)
    if second is not None:
        return minh.open(second)
    main = next((form for form in page.forms if form.key == "main"), None)
    assert main is not None, f"nothing to do on {page.address}: {page.text[:800]}"
    return minh.send(page, main)


def _print(minh: Visitor, page: Page) -> Page:
    paper = minh.send(page, page.form_to("/form/"))
    assert paper.status == 200
    return minh.open(page.address)


def _pictures(page: Page) -> dict[str, list[bytes]]:
    face = 'name="frame"' in page.text or "nh chân dung" in page.text
    return {"upload": [samples.portrait("journey")] if face else [samples.fingerprint("journey")]}


def _countersign(journey: Journey, minh: Visitor, page: Page) -> Page:
    form = page.form_with("agrees", "second_username", "second_code")
    return minh.send(page, form, agrees="yes", second_username="hoa", second_code=journey.code("hoa"))


def make_card(journey: Journey, binh: Visitor, dung: Visitor, on: date) -> None:
    """Bình approves on the summary; Dũng makes the card and gives it to Minh's round."""
    page = binh.open("/issue/approve/")
    page = binh.open(next(a for a, _ in page.links if PACKET.search(a)))
    page = binh.send(page, page.form_with("decision"), decision="approve")
    page = dung.open("/issue/batches/")
    page = dung.send(page, page.form_with("chosen"))
    assert page.status == 200, page.text[:400]
    page = dung.open("/issue/waiting/")
    form = page.form_with("chosen", "carrier")
    page = dung.send(
        page, form, chosen=sorted(form.offers["chosen"]), carrier="minh", on=on.strftime("%d/%m/%Y")
    )
    assert page.status == 200, page.text[:400]


def hand_over(journey: Journey, minh: Visitor) -> None:
    """Minh brings the card; a second handover is refused with the receipt."""
    page = minh.open("/issue/waiting/")
    address = page.link_to("/issue/handover/")
    page = minh.open(address)
    page = minh.send(
        page,
        page.form_with("right_person", "receiver"),
        right_person="on",
        old_paper="collected",
        receiver="person",
        mark="fingerprint",
    )
    assert "/receipt/" in page.address, page.text[:600]
    journey.seen["second_handover"] = minh.open(address).status


def check_at_desk(journey: Journey, vy: Visitor) -> None:
    """Vy states the purpose, scans, and reads facts."""
    page = vy.open("/desk/check/")
    page = vy.send(page, page.form_with("purpose"), purpose="health_insurance")
    qr_text = Card.objects.get(resident__personal_number=NUMBER).qr_text
    page = vy.send(page, page.form_with("scanned"), scanned=qr_text)
    assert page.status == 200, page.text[:600]
    journey.seen["desk"] = page.text


def main() -> None:
    """The whole way."""
    settings.ALLOWED_HOSTS.append("testserver")
    first = working_day_after(local_day(datetime.now(tz=UTC)))
    with time_machine.travel(at_local(first, 500), tick=True) as traveller:
        journey = Journey(traveller)
        journey.build_station(first)
        journey.seen["residents"] = Resident.objects.count()
        early = journey.visitor("tuan").open(f"/plan/{working_day_after(first).isoformat()}/")
        journey.seen["planned_before_the_yes"] = "P1504" in early.text
        journey.at(first, 560)
        visit(journey, journey.visitor("lan"))
        second = working_day_after(first)
        plan(journey, journey.visitor("tuan"), second)
        journey.at(second, 545)
        capture(journey, journey.visitor("minh"))
        third = working_day_after(second)
        journey.at(third, 540)
        fourth = working_day_after(third)
        make_card(journey, journey.visitor("binh"), journey.visitor("dung"), fourth)
        journey.at(fourth, 560)
        hand_over(journey, journey.visitor("minh"))
        journey.at(working_day_after(fourth), 520)
        check_at_desk(journey, journey.visitor("vy"))
    print(json.dumps(journey.seen, ensure_ascii=False))
