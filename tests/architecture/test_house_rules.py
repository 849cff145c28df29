"""House rules that a machine can see: telling names, short files, nothing left open or of one machine."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tannha"
LONGEST_FILE = 500
SAYS_NOTHING = frozenset(
    {"util", "utils", "helper", "helpers", "common", "misc", "manager", "handler", "info"}
)
TEXT_ENDINGS = frozenset(
    {
        ".py",
        ".js",
        ".mjs",
        ".html",
        ".css",
        ".md",
        ".toml",
        ".txt",
        ".po",
        ".sh",
        ".yml",
        ".json",
        ".svg",
        ".csv",
    }
)
NOT_OURS = ("/vendor/",)
LEFT_OPEN = re.compile(
    r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3, "NotImplemented" + "Error"]) + r")\b"
    r"|pragma: no " + r"cover|type: " + r"ignore($|[^\[])|no" + r"qa($|[^:])"
)
MACHINE_PATH = re.compile(r"(?<![\w.~/$}\]-])/(?:home|root|Users|work|farm|mnt|srv)/[\w.-]")
REGISTRY = re.compile(
    r"--(?:extra-)?index-url|--find-links|index_url|_authToken|"
    + "|".join(
        map(
            re.escape,
            ["artifact" + "registry", "files.python" + "hosted", "registry.npm" + "js", "//py" + "pi."],
        )
    )
)
PAPER = re.compile(r"/print/|_paper\.html$")  # rendered to PDF, never sent to a browser
IMPURE_CALLS = frozenset(
    [
        "datetime.now",
        "datetime.utcnow",
        "datetime.datetime.now",
        "date.today",
        "datetime.date.today",
        "time.time",
        "time.monotonic",
        "time.sleep",
        "uuid.uuid1",
        "uuid.uuid4",
        "os.urandom",
        "secrets.token_bytes",
        "secrets.token_hex",
        "secrets.randbelow",
        "random.random",
        "random.randint",
        "random.choice",
        "random.shuffle",
        "open",
        "print",
        "input",
    ]
)


@functools.cache
def files() -> tuple[Path, ...]:
    """Every file that belongs to the repository: known to git, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return tuple(ROOT / name for name in sorted(names) if (ROOT / name).is_file())


def own_text() -> list[tuple[Path, str]]:
    """Files of ours that a person reads, with their text."""
    chosen = [path for path in files() if path.suffix in TEXT_ENDINGS or path.suffix == ""]
    return [
        (path, path.read_text(encoding="utf-8", errors="replace"))
        for path in chosen
        if not any(part in path.as_posix() for part in NOT_OURS)
    ]


def found(pattern: re.Pattern[str], texts: list[tuple[Path, str]]) -> list[str]:
    """`file:line: text` for each line that a pattern finds."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path, text in texts
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def python_files(*parts: str) -> list[Path]:
    """Our Python files below src, whose path holds all the parts, migrations apart."""
    ours = (path for path in files() if path.suffix == ".py" and path.is_relative_to(SOURCE))
    return [
        path
        for path in ours
        if all(part in path.as_posix() for part in parts) and "/migrations/" not in path.as_posix()
    ]


def test_every_file_name_says_what_is_inside() -> None:
    assert [path for path in files() if SAYS_NOTHING & set(re.split(r"[_.-]", path.stem.lower()))] == []


def test_no_file_is_longer_than_500_lines() -> None:
    endings = {".py", ".js", ".mjs", ".html", ".css", ""}
    long = {
        str(path.relative_to(ROOT)): lines
        for path, text in own_text()
        if path.suffix in endings
        and path.name != "LICENSE"
        and "migrations" not in path.parts
        and (lines := len(text.splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_nothing_is_left_open() -> None:
    sources = [(path, text) for path, text in own_text() if path.suffix in {".py", ".js", ".html", ".css"}]
    assert found(LEFT_OPEN, sources) == []


def test_no_file_knows_a_path_of_one_machine() -> None:
    assert found(MACHINE_PATH, own_text()) == []


def test_no_file_names_a_package_registry() -> None:
    texts = [
        (path, text) for path, text in own_text() if path.name not in {"justfile", "test_house_rules.py"}
    ]
    assert found(REGISTRY, texts) == []


def test_the_pins_are_names_versions_and_digests_only() -> None:
    line = re.compile(
        r"^(?:[\w.-]+==[\w.+!-]+(?: ; [^\\]+)?(?: \\)?|    --hash=sha256:[0-9a-f]{64}(?: \\)?)$"
    )
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        assert [text for text in path.read_text().splitlines() if not line.match(text)] == [], path.name


def test_the_test_pins_hold_all_pins_of_the_ward() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / "requirements" / name).read_text().splitlines()
        return {line.split(" ")[0] for line in lines if not line.startswith(" ")}

    assert pins("ward.txt") - pins("test.txt") == set()


def test_templates_carry_no_style_and_no_script_of_their_own() -> None:
    texts = [(path, text) for path, text in own_text() if path.suffix == ".html"]
    pages = [(path, text) for path, text in texts if not PAPER.search(path.as_posix())]
    inline = re.compile(
        r"\sstyle=|\son(?:click|change|submit|load|input|key\w+)=|<style\b|<script(?![^>]*\bsrc=)"
    )
    assert found(inline, pages) == []


def test_only_the_ground_and_the_chip_library_know_keys_and_chance() -> None:
    names = re.compile(r"^\s*(?:from|import)\s+(?:cryptography|secrets)\b")
    allowed = {"checks/postgres.py"}  # the password of a throw-away server
    outside = [
        path.relative_to(SOURCE).as_posix()
        for path in python_files()
        if any(names.match(line) for line in path.read_text(encoding="utf-8").splitlines())
    ]
    assert [
        name for name in outside if name not in allowed and not name.startswith(("icao/", "ground/"))
    ] == []


def pure_files() -> list[Path]:
    """Files that decide and must not look at the world."""
    return python_files("/rules/") + [
        path for path in python_files() if path.name in {"rules.py", "refusals.py"}
    ]


@pytest.mark.parametrize("name", ["views", "forms", "urls", "commands"])
def test_pages_and_commands_hold_no_sql(name: str) -> None:
    doors = [path for path in python_files() if name in (path.stem, path.parent.name)]
    reaches = re.compile(r"^\s*(?:from|import)\s+django\.db\b|\.objects\.|\.execute\(|\.raw\(")
    assert found(reaches, [(path, path.read_text(encoding="utf-8")) for path in doors]) == []


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a call's target; empty where it is not a plain name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def test_rules_read_no_clock_draw_no_chance_and_touch_no_file() -> None:
    calls = [
        f"{path.relative_to(SOURCE)}:{node.lineno}: {dotted(node.func)}"
        for path in pure_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and dotted(node.func) in IMPURE_CALLS
    ]
    assert calls == []


def test_value_types_in_rules_are_frozen() -> None:
    loose = []
    for path in pure_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ClassDef):
                continue
            for mark in node.decorator_list:
                named = dotted(mark.func) if isinstance(mark, ast.Call) else dotted(mark)
                if named.endswith("dataclass"):
                    words = {word.arg for word in mark.keywords} if isinstance(mark, ast.Call) else set()
                    if "frozen" not in words:
                        loose.append(f"{path.relative_to(SOURCE)}: {node.name}")
    assert loose == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(SOURCE))
        for path in python_files()
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


@pytest.mark.parametrize("name", ["tannha", ".ci/run"])
def test_what_is_started_by_name_may_be_started(name: str) -> None:
    assert (ROOT / name).stat().st_mode & 0o111
