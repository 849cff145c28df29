"""A small invented street map: a grid of eight by eight corners, 111 metres apart north to south."""

from __future__ import annotations

from pathlib import Path

SIZE, STEP, SOUTH, WEST = 8, 0.001, 21.0, 105.8


def corner(row: int, column: int) -> tuple[float, float]:
    """Latitude and longitude of a corner."""
    return SOUTH + row * STEP, WEST + column * STEP


def write_map(path: Path) -> Path:
    """Residential rows (row 3 one way to the east), secondary columns (column 2 a footpath), and a far island."""
    number = {(row, column): row * SIZE + column + 1 for row in range(SIZE) for column in range(SIZE)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
    for (row, column), ref in number.items():
        lines.append(_node(ref, *corner(row, column)))
    lines += [_node(901, *corner(1_000, 0)), _node(902, *corner(1_001, 0))]
    ways = []
    for row in range(SIZE):
        ways.append(([number[row, c] for c in range(SIZE)], "residential", row == 3))
    for column in range(SIZE):
        ways.append(
            ([number[r, column] for r in range(SIZE)], "footway" if column == 2 else "secondary", False)
        )
    ways.append(([901, 902], "residential", False))
    for ref, (nodes, kind, one_way) in enumerate(ways, start=1):
        halts = "".join(f'<nd ref="{node}"/>' for node in nodes)
        mark = '<tag k="oneway" v="yes"/>' if one_way else ""
        lines.append(f'<way id="{ref}" version="1">{halts}<tag k="highway" v="{kind}"/>{mark}</way>')
    path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
    return path


def _node(ref: int, latitude: float, longitude: float) -> str:
    return f'<node id="{ref}" version="1" lat="{latitude:.6f}" lon="{longitude:.6f}"/>'
