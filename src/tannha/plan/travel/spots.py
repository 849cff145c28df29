"""Where the spots of a ward lie: CSV with the columns ``spot,latitude,longitude`` (degrees, WGS 84). Pure."""

from __future__ import annotations

import csv
import io
from math import isfinite

from tannha.plan.rules.wire import BadInput
from tannha.plan.travel.streets import Spot

COLUMNS = ("spot", "latitude", "longitude")


def read_spots(text: str) -> dict[str, Spot]:
    """Spots by name. Raises BadInput naming line and column of the first thing wrong."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    for column in COLUMNS:
        if column not in (rows.fieldnames or ()):
            raise BadInput(field="line 1", problem=f"no column {column}")
    spots: dict[str, Spot] = {}
    for row in rows:
        line, name = f"line {rows.line_num}", (row["spot"] or "").strip()
        if not name:
            raise BadInput(field=f"{line}, spot", problem="missing")
        if name in spots:
            raise BadInput(field=f"{line}, spot", subject=name, problem="named twice")
        latitude = _degrees(row["latitude"], 90, f"{line}, latitude")
        longitude = _degrees(row["longitude"], 180, f"{line}, longitude")
        spots[name] = Spot(name=name, latitude=latitude, longitude=longitude)
    return spots


def _degrees(text: str | None, most: int, field: str) -> float:
    try:
        value = float((text or "").replace(",", "."))
    except ValueError:
        raise BadInput(field=field, problem="not a number") from None
    if not isfinite(value) or abs(value) > most:
        raise BadInput(field=field, problem="outside the globe")
    return value
