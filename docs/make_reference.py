"""Makes the pages of docs/ that tell what the code holds: `python docs/make_reference.py [--check]`.

Made: `docs/reference/*.md` (commands, access table, refusals, the chip library's names), and in room pages what lies
between two marks (states, verbs, refusals). With `--check` nothing is written, and exit 1 names each page that differs.
"""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "tannha"
BEGIN, END = "<!-- made from the code: begin -->", "<!-- made from the code: end -->"
MADE = "*Made from the code by `just reference`; do not edit.*\n"


def word(value: object) -> str:
    """A value as its wire word."""
    return str(value.value) if isinstance(value, Enum) else ("(none)" if value is None else str(value))


def first_line(documentation: str | None) -> str:
    """The first sentence or line of a docstring, on one line of a table."""
    return (documentation or "").strip().split("\n")[0].replace("|", "\\|")


def rules_modules(room: str) -> Iterator[ModuleType]:
    """Every pure module of a room, in name order."""
    folder = PACKAGE / room / "rules"
    for path in sorted(folder.glob("*.py")):
        name = "" if path.stem == "__init__" else f".{path.stem}"
        yield importlib.import_module(f"tannha.{room}.rules{name}")


def state_rows(table: Mapping[Any, Any]) -> list[tuple[str, str, str]]:
    """(state, acts, next state) of a `LEGAL` table in any of its three forms; acts of one way together."""
    ways: dict[tuple[str, str], list[str]] = {}
    for state, value in table.items():
        if isinstance(state, tuple):
            ways.setdefault((word(state[0]), word(value)), []).append(word(state[1]))
        elif isinstance(value, Mapping):
            for act, after in value.items():
                ways.setdefault((word(state), word(after)), []).append(word(act))
        else:
            ways[word(state), ""] = sorted(map(word, value)) or ["nothing"]
    return [(state, ", ".join(acts), after) for (state, after), acts in ways.items()]


def states_part(room: str) -> list[str]:
    """The state tables of a room: which act is legal where, and what follows."""
    lines: list[str] = []
    for module in rules_modules(room):
        table = vars(module).get("LEGAL")
        if not isinstance(table, Mapping) or module.__name__.count(".") < 3:
            continue
        name = module.__name__.rpartition(".")[2]
        if any(
            f"LEGAL: {kind}" in (PACKAGE / room / "rules" / f"{name}.py").read_text()
            for kind in ("Mapping", "dict")
        ):
            lines += [
                f"From `rules/{name}.py`: {first_line(module.__doc__)}",
                "",
                "| in state | lawful acts | leads to |",
            ]
            lines += ["|---|---|---|"] + [f"| {a} | {b} | {c} |" for a, b, c in state_rows(table)] + [""]
    return ["## States", "", *(lines or ["No state table of its own.", ""])]


def decorators(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """(`act` or `reads`, row of the access table) of a service verb."""
    for mark in function.decorator_list:
        if (
            isinstance(mark, ast.Call)
            and isinstance(mark.func, ast.Name)
            and mark.func.id in {"act", "reads"}
        ):
            row = mark.args[0] if mark.args else None
            yield mark.func.id, row.attr if isinstance(row, ast.Attribute) else ""


def verbs_part(room: str) -> list[str]:
    """The verbs of a room's service: what they do, whether they act or read, and the row that allows them."""
    rows = []
    places = [PACKAGE / room / "service.py", *sorted((PACKAGE / room / "service").glob("*.py"))]
    for path in (place for place in places if place.exists()):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                rows += [
                    f"| `{node.name}` | {kind} | {row.lower()} | {first_line(ast.get_docstring(node))} |"
                    for kind, row in decorators(node)
                ]
    table = ["| verb | | may | what it does |", "|---|---|---|---|", *sorted(rows)]
    return ["## Verbs", "", *(table if rows else ["None."]), ""]


def refusals_of(room: str) -> Mapping[Any, Any]:
    """The catalogue of a room; empty where it refuses nothing."""
    if not (PACKAGE / room / "refusals.py").exists():
        return {}
    catalogue: Mapping[Any, Any] = importlib.import_module(f"tannha.{room}.refusals").CATALOGUE
    return catalogue


def refusals_part(room: str) -> list[str]:
    """The refusals of a room: code, what cannot be done, why."""
    rows = [f"| `{code.value}` | {said.cannot} | {said.why} |" for code, said in refusals_of(room).items()]
    table = ["| code | what cannot be done | why |", "|---|---|---|", *rows]
    return ["## Refusals", "", *(table if rows else ["None."]), ""]


def room_page(path: Path) -> str:
    """A room page with its made part as the code is now."""
    text = path.read_text(encoding="utf-8")
    room = path.stem
    made = [BEGIN, "", *states_part(room), *verbs_part(room), *refusals_part(room), END]
    return re.sub(
        re.escape(BEGIN) + r".*?" + re.escape(END), lambda _: "\n".join(made), text, flags=re.DOTALL
    )


def access_page() -> str:
    """Both tables of roles as one."""
    from tannha.ground.access import TABLE, Role

    head = "| may | " + " | ".join(role.value.replace("_", " ") for role in Role) + " |"
    lines = [
        "# Who may do what",
        "",
        MADE,
        "Rows are named by pages and verbs; an empty cell means no.",
        "",
        head,
    ]
    lines.append("|---" * (len(Role) + 1) + "|")
    for may, cells in TABLE.items():
        told = []
        for role in Role:
            cell = cells.get(role)
            marks = [] if cell is None else [cell.scope.value]
            marks += ["masked"] if cell and cell.masked else []
            marks += ["two persons"] if cell and cell.two_persons else []
            told.append(", ".join(marks))
        lines.append(f"| {may.value.replace('_', ' ')} | " + " | ".join(told) + " |")
    return "\n".join(lines) + "\n"


def refusals_page() -> str:
    """Every code of the program with its sentences in both languages."""
    import polib

    vi: dict[str, str] = {}
    for path in sorted(PACKAGE.glob("*/locale/vi/LC_MESSAGES/django.po")):
        vi |= {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}
    lines = ["# Refusals", "", MADE, "Codes are stable: they may be told over the telephone.", ""]
    for room in sorted(path.parent.name for path in PACKAGE.glob("*/refusals.py")):
        lines += [f"## {room}", "", "| code | English | tiếng Việt |", "|---|---|---|"]
        for code, said in refusals_of(room).items():
            parts = (said.cannot, said.why, said.next_step)
            lines.append(
                f"| `{code.value}` | {' '.join(parts)} | {' '.join(vi.get(part, '') for part in parts)} |"
            )
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def roll_columns_page() -> str:
    """Headings that a list may have, and findings with their weight and repairs."""
    from tannha.roll.rules.fields import ALIASES
    from tannha.roll.rules.findings import KINDS

    lines = [
        "# Columns and findings of a list",
        "",
        MADE,
        "Headings are compared without marks, case and signs.",
        "",
    ]
    lines += ["| field | headings |", "|---|---|"]
    lines += [f"| `{field.value}` | {aliases} |" for field, aliases in ALIASES.items()]
    lines += ["", "| finding | weight | what may be decided, most careful first |", "|---|---|---|"]
    for code, kind in KINDS.items():
        repairs = ", ".join(repair.value.replace("_", " ") for repair in kind.repairs)
        lines.append(f"| `{code.value}` | {kind.weight.value} | {repairs} |")
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """Every command with its options."""
    import typer.main

    from tannha.cli import app

    group: Any = typer.main.get_command(app)
    told = "Exit 0 done · 1 checked and found wrong · 2 refused, one sentence last on stderr."
    lines = ["# Commands", "", MADE, told, ""]
    for name, command in every_command(group, "./tannha"):
        lines += [f"## `{name}`", "", (command.help or "").strip(), ""]
        rows = [option_row(parameter) for parameter in command.params if parameter.name != "help"]
        lines += ["| option | | what for |", "|---|---|---|", *rows, ""] if rows else []
    return "\n".join(lines).rstrip() + "\n"


def every_command(group: Any, before: str) -> Iterator[tuple[str, Any]]:
    """(full name, command) of all commands below a group that are meant for people, in name order."""
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from every_command(command, f"{before} {name}")
        elif not command.hidden:
            yield f"{before} {name}", command


def option_row(parameter: Any) -> str:
    """One option or argument of a command."""
    said = first_line(getattr(parameter, "help", "") or "")
    if parameter.param_type_name == "argument":
        return f"| `{parameter.name.upper()}` | argument | {said} |"
    kind = "" if parameter.is_flag else "multiple" if parameter.multiple else "value"
    return f"| `{', '.join(parameter.opts)}` | {kind} | {said} |"


def icao_page() -> str:
    """Every public name of the chip library, module by module, from the source (nothing is imported)."""
    lines = ["# The chip library's names", "", MADE, "What the library is: [its page](../library/README.md)."]
    for path in sorted((PACKAGE / "icao").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        rows = [row for node in tree.body for row in icao_rows(node)]
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        if rows:
            lines += ["", f"## `{name}`", "", first_line(ast.get_docstring(tree)), ""]
            lines += ["| name | what for |", "|---|---|", *rows]
    return "\n".join(lines) + "\n"


def icao_rows(node: ast.stmt, owner: str = "") -> Iterator[str]:
    """A row for a public function or class, and for the public methods of a class that have words of their own."""
    if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or node.name.startswith("_"):
        return
    arguments = ""
    if isinstance(node, ast.FunctionDef):
        arguments = f"({ast.unparse(node.args)})".replace("self, ", "").replace("(self)", "()")
        if any(ast.unparse(each) == "property" for each in node.decorator_list):
            arguments = ""
    shown = f"{owner}{node.name}{arguments}".replace("|", "\\|")
    yield f"| `{shown}` | {first_line(ast.get_docstring(node))} |"
    if isinstance(node, ast.ClassDef):
        for inner in node.body:
            yield from icao_rows(inner, f"{node.name}.")


def typed_schema(module: str, kind: str, name: str) -> str:
    """The JSON Schema of a value type, under the format name its module holds."""
    schemas, types = importlib.import_module("tannha.plan.rules.schema"), importlib.import_module(module)
    schema = schemas.schema_of(getattr(types, kind), getattr(types, name))
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def schema_page(name: str) -> str:
    """A JSON Schema of the planner's files."""
    schemas = importlib.import_module("tannha.plan.rules.schema")
    return json.dumps(getattr(schemas, name)(), ensure_ascii=False, indent=1) + "\n"


TYPED = {
    "plan-events": ("tannha.plan.live.events", "EventList", "EVENTS_FORMAT"),
    "plan-caller": ("tannha.plan.offer.asking", "Caller", "CALLER_FORMAT"),
    "plan-drive": ("tannha.plan.drive.ward", "DriveWard", "DRIVE_FORMAT"),
    "plan-drive-quotas": ("tannha.plan.drive.quotas", "Drive", "QUOTAS_FORMAT"),
}


def pages() -> dict[Path, str]:
    """Every made page with the text it should have."""
    reference = ROOT / "docs" / "reference"
    made = {
        reference / "access.md": access_page(),
        reference / "refusals.md": refusals_page(),
        reference / "commands.md": commands_page(),
        reference / "roll-columns.md": roll_columns_page(),
        reference / "icao.md": icao_page(),
        ROOT / "docs" / "formats" / "plan-instance.schema.json": schema_page("instance_schema"),
        ROOT / "docs" / "formats" / "plan.schema.json": schema_page("plan_schema"),
        **{
            ROOT / "docs" / "formats" / f"{name}.schema.json": typed_schema(*where)
            for name, where in TYPED.items()
        },
    }
    for path in sorted((ROOT / "docs" / "rooms").glob("*.md")):
        made[path] = room_page(path)
    return made


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` name those that differ."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("TANNHA_DATA", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tannha.settings")
        differing = [path for path, text in pages().items() if not path.exists() or path.read_text() != text]
        if "--check" not in arguments:
            for path in differing:
                path.write_text(pages()[path], encoding="utf-8")
    for path in differing:
        print(path.relative_to(ROOT))
    return 1 if differing and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
