"""The gap over time as a picture: an SVG without any library, one line a family, its table beside it in the JSON."""

from __future__ import annotations

import statistics
from typing import Any
from xml.sax.saxutils import escape

WIDE, DEEP, EDGE = 720, 360, 48
DASHES = ("", "6 3", "2 3", "9 3 2 3", "1 4", "12 4")


def gaps_over_time(rows: list[dict[str, Any]]) -> dict[str, list[tuple[float, float]]]:
    """Median gap to the best score of any engine, in per cent, by family at the moments when own told its best."""
    best: dict[str, float] = {}
    for row in rows:
        best[row["instance"]] = min(row["score"], best.get(row["instance"], row["score"]))
    found: dict[str, dict[float, list[float]]] = {}
    for row in rows:
        for seconds, score in row.get("trace", ()):
            gap = 100 * (score / best[row["instance"]] - 1)
            found.setdefault(row["family"], {}).setdefault(round(seconds, 1), []).append(gap)
    return {
        family: [(moment, round(statistics.median(gaps), 3)) for moment, gaps in sorted(by_moment.items())]
        for family, by_moment in found.items()
    }


def drawn(curves: dict[str, list[tuple[float, float]]]) -> str:
    """The curves as an SVG with axes and names; gaps above 10 per cent lie on the upper edge."""
    latest = max((moment for points in curves.values() for moment, _ in points), default=1.0)
    highest = min(max((gap for points in curves.values() for _, gap in points), default=1.0), 10.0) or 1.0

    def spot(moment: float, gap: float) -> str:
        x = EDGE + (WIDE - 2 * EDGE) * moment / latest
        y = DEEP - EDGE - (DEEP - 2 * EDGE) * min(gap, highest) / highest
        return f"{x:.1f},{y:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {DEEP}" font-family="sans-serif" font-size="12">',
        "<title>Gap to the best plan over seconds of search</title>",
        f'<path d="M{EDGE} {EDGE}V{DEEP - EDGE}H{WIDE - EDGE}" fill="none" stroke="#000"/>',
        f'<text x="{EDGE}" y="{EDGE - 8}">{highest:.2f} %</text>',
        f'<text x="{WIDE - EDGE}" y="{DEEP - EDGE + 16}" text-anchor="end">{latest:.1f} s</text>',
    ]
    for number, (family, points) in enumerate(sorted(curves.items())):
        line = " ".join(spot(moment, gap) for moment, gap in points)
        dash, y = DASHES[number % len(DASHES)], EDGE + 16 * number
        parts.append(f'<polyline points="{line}" fill="none" stroke="#000" stroke-dasharray="{dash}"/>')
        parts.append(
            f'<path d="M{WIDE - 190} {y}h40" stroke="#000" stroke-dasharray="{dash}"/>'
            f'<text x="{WIDE - 144}" y="{y + 4}">{escape(family)}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"
