"""`tannha plan travel`: gives a day's file the travel times of a street map or of a table. Needs no store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from tannha.ground.command import JsonOption, Stopped, answer, command, told
from tannha.plan.files import InstanceFile, read_instance, stopped_for, write_file
from tannha.plan.rules.instance import encode_instance, validate
from tannha.plan.rules.wire import BadInput
from tannha.plan.travel.sources import Roads, from_streets, from_table


@command
def travel(
    instance_file: InstanceFile,
    out: Annotated[
        Path, typer.Option("--out", metavar="INSTANCE.json", help="Where the new day is written.")
    ],
    streets: Annotated[
        Path | None, typer.Option("--streets", metavar="MAP.osm.pbf", help="A street map of OpenStreetMap.")
    ] = None,
    spots: Annotated[
        Path | None,
        typer.Option("--spots", metavar="SPOTS.csv", help="Where each place of the day lies on it."),
    ] = None,
    table: Annotated[
        Path | None, typer.Option("--table", metavar="WAYS.csv", help="Ways with their seconds and metres.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Give a day the travel times of a street map, or of a table; places that nobody can reach are named."""
    if (streets is None) == (table is None) or (streets is None) != (spots is None):
        raise Stopped(
            told(
                "Name either --table, or --streets together with --spots.",
                "Hãy nêu --table, hoặc --streets cùng với --spots.",
            )
        )
    instance = read_instance(instance_file)
    roads = _roads(instance.travel.places, instance.travel.profiles, streets, spots, table)
    access = instance.travel.access_seconds
    new = replace(instance, travel=replace(roads.travel, access_seconds=access))
    names = ", ".join(roads.unreachable)
    try:
        validate(new)
    except BadInput as bad:
        if roads.unreachable:
            raise Stopped(told(f"No way leads to: {names}.", f"Không có đường đến: {names}.")) from None
        raise stopped_for(instance_file, bad) from None
    write_file(out, encode_instance(new))
    text = told(f"Written: {out.name}.", f"Đã ghi {out.name}.")
    if roads.unreachable:
        text += " " + told(f"No way leads to: {names}.", f"Không có đường đến: {names}.")
    result = {
        "source": roads.source,
        "places": len(instance.travel.places),
        "unreachable": list(roads.unreachable),
    }
    answer(result, as_json=as_json, text=text)
    return 0


def _roads(
    keys: tuple[str, ...],
    profiles: tuple[str, ...],
    streets: Path | None,
    spots: Path | None,
    table: Path | None,
) -> Roads:
    places = tuple((key, key) for key in keys)
    try:
        if table is not None:
            return from_table(table, places, profiles)
        assert streets is not None and spots is not None
        return from_streets(streets, spots, places)
    except BadInput as bad:
        raise stopped_for(table or streets or Path(), bad) from None
