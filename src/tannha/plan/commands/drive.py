"""`tannha plan drive` and `make-ward`: quotas over weeks from a ward's file. Needs no store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tannha.ground.command import JsonOption, answer, command, language, say, told
from tannha.plan.drive.invented import make_ward
from tannha.plan.drive.papers import calendar_of, rota_of
from tannha.plan.drive.quotas import Drive, Means, Sample, encode_drive
from tannha.plan.drive.ward import DriveWard, decode_ward, encode_ward
from tannha.plan.files import stopped_for, text_of, write_file
from tannha.plan.rules.wire import BadInput, to_plain
from tannha.plan.solvers.own.engine import Own

INTERPRETED_ITERATIONS, COMPILED_ITERATIONS = 16, 2_000
WardFile = Annotated[Path, typer.Argument(metavar="WARD.json", help="A ward in tannha-plan-drive/1.")]
CalendarFile = Annotated[
    Path | None, typer.Option("--calendar", metavar="GROUPS.ics", help="The groups' days.")
]


@command
def drive(
    ward_file: WardFile,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DRIVE.json", help="Where the quotas are written.")
    ] = None,
    calendar: CalendarFile = None,
    rota: Annotated[
        Path | None, typer.Option("--rota", metavar="ROTA.csv", help="The days of each crew.")
    ] = None,
    prove: Annotated[
        bool,
        typer.Option("--prove/--no-prove", help="Plan one day in ten for real to see that it can be routed."),
    ] = True,
    as_json: JsonOption = False,
) -> int:
    """Say how many of which group and kind are served on which day, and what one more of each means would bring."""
    from tannha.plan.drive.making import make_drive  # SciPy comes with it

    ward = read_ward(ward_file)
    say(
        told(
            f"{len(ward.groups)} groups, {ward.days} days", f"{len(ward.groups)} tổ dân phố, {ward.days} ngày"
        )
    )
    solver = Own(iterations=INTERPRETED_ITERATIONS, compiled_iterations=COMPILED_ITERATIONS)
    found = make_drive(ward, solver if prove else None, on_sample=_tell)
    if out is not None:
        write_file(out, encode_drive(found))
    if calendar is not None:
        write_file(calendar, calendar_of(found, now=datetime.now(UTC), language=language()).rstrip("\n"))
    if rota is not None:
        write_file(rota, rota_of(found, language=language()).rstrip("\n"))
    result = to_plain(found)
    if out is not None:
        for large in ("quotas", "rota"):
            result[large] = len(result[large])
    answer(result, as_json=as_json, text="\n".join(_sentences(ward, found)))
    return 0


def _tell(number: int, days: int, sample: Sample) -> None:
    """One line for each day planned for real."""
    say(
        told(
            f"Round {number}, {sample.day}, one of {days} days: {sample.placed} of {sample.asked} found their place.",
            f"Lượt {number}, {sample.day}, một trong {days} ngày: {sample.placed} trên {sample.asked} có chỗ.",
        )
    )


def read_ward(path: Path) -> DriveWard:
    """A ward from its file; refused with one sentence naming the field."""
    try:
        return decode_ward(text_of(path))
    except BadInput as bad:
        raise stopped_for(path, bad) from None


def _sentences(ward: DriveWard, found: Drive) -> list[str]:
    served = sum(quota.persons for quota in found.quotas)
    left = sum(one.persons for one in found.left)
    lines = [
        told(
            f"{served} people have a day, {left} have none; the last day is {found.last_day or '-'}.",
            f"{served} người có ngày, {left} người chưa có; ngày cuối là {found.last_day or '-'}.",
        )
    ]
    if found.samples:
        asked, placed, moved = (
            sum(getattr(s, name) for s in found.samples) for name in ("asked", "placed", "moved")
        )
        lines.append(
            told(
                f"{len(found.samples)} days planned for real: {placed} of {asked} visits and rides found their place,"
                f" {moved} people were moved to other days"
                f" (kit minutes at {found.kit_percent} per cent, car minutes at {found.car_percent}).",
                f"{len(found.samples)} ngày được xếp thử: {placed} trên {asked} lượt thăm và đón có chỗ,"
                f" {moved} người chuyển sang ngày khác"
                f" (phút của bộ thiết bị tính {found.kit_percent} phần trăm, của xe {found.car_percent}).",
            )
        )
    names = {
        Means.MACHINE: ("machine", "máy"),
        Means.KIT: ("kit", "bộ thiết bị"),
        Means.CAR: ("car", "xe"),
        Means.CREW: ("crew", "tổ cán bộ"),
    }
    for one in found.one_more:
        english, vietnamese = names[one.means]
        lines.append(
            told(
                f"One more {english}: {one.days_sooner} weighted days of waiting less, {one.people_more} people more,"
                f" last day {one.last_day or '-'}.",
                f"Thêm một {vietnamese}: bớt {one.days_sooner} ngày chờ có trọng số, thêm {one.people_more} người,"
                f" ngày cuối {one.last_day or '-'}.",
            )
        )
    return lines


@command
def make_invented_ward(
    out: Annotated[Path, typer.Option("--out", metavar="WARD.json", help="Where the ward is written.")],
    seed: Annotated[
        int, typer.Option("--seed", min=0, help="Which ward: the same seed gives the same bytes.")
    ],
    groups: Annotated[int, typer.Option("--groups", min=0, max=500, help="Residential groups.")] = 120,
    days: Annotated[int, typer.Option("--days", min=1, max=400, help="Days of the drive.")] = 140,
    as_json: JsonOption = False,
) -> int:
    """Invent a ward with its groups, machines, kits, cars and crews, and write it as a file."""
    ward = make_ward(seed, groups=groups, days=days)
    write_file(out, encode_ward(ward))
    people = sum(g.walk_in + g.ride + g.home + g.gentle for g in ward.groups)
    text = told(
        f"Written: {out.name}. {groups} groups, {people} people.",
        f"Đã ghi {out.name}. {groups} tổ dân phố, {people} người.",
    )
    answer({"seed": seed, "groups": groups, "days": days, "people": people}, as_json=as_json, text=text)
    return 0
