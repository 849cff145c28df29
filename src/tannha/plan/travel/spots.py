"""Where the spots of a ward lie: CSV with the columns ``spot,latitude,longitude`` (degrees, WGS 84). Pure."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from math import cos, isfinite, radians

from tannha.plan.rules.wire import BadInput

COLUMNS = ("spot", "latitude", "longitude")
METRES_PER_DEGREE = 111_195  # a degree of latitude on a sphere of 6,371 km


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A named place of the ward, in degrees (WGS 84)."""

    name: str
    latitude: float
    longitude: float

    def metres_from(self, other: Spot) -> tuple[float, float]:
        """Metres to the east and to the north of another spot (a ward is flat)."""
        narrowing = cos(radians(other.latitude))
        east = (self.longitude - other.longitude) * METRES_PER_DEGREE * narrowing
        return east, (self.latitude - other.latitude) * METRES_PER_DEGREE


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
