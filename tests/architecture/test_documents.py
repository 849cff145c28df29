"""Documents say what is true: the map has the folders, pages the doors, made pages the code, links lead on."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PACKAGE = ROOT / "src" / "tannha"
FOLDERS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
PAGES = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
HEADINGS = ["Purpose", "Nouns", "States", "Verbs", "Refusals", "Not here"]


def test_the_map_names_every_folder_and_no_other() -> None:
    rows = re.findall(r"^\| `(\w+)/` \|", (DOCS / "map.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    of_the_package = [name for name in rows if name not in {"requirements", "tests", "benchmarks", "docs"}]
    assert sorted(of_the_package) == FOLDERS


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_folder_has_its_page_with_the_same_headings(folder: str) -> None:
    text = (DOCS / "rooms" / f"{folder}.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == HEADINGS


def test_no_room_page_is_left_of_a_room_that_is_gone() -> None:
    assert sorted(path.stem for path in (DOCS / "rooms").glob("*.md")) == FOLDERS


def test_made_pages_are_as_the_code_is() -> None:
    command = [sys.executable, str(DOCS / "make_reference.py"), "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, ""), f"{done.stdout}{done.stderr}\nrun: just reference"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    links = re.findall(r"!?\[[^\]]*\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in inside if not (page.parent / link).exists()] == []


def test_every_decision_is_half_a_page_and_listed() -> None:
    listed = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    for path in sorted((DOCS / "decisions").glob("0*.md")):
        assert path.name in listed
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 45, path.name


def test_both_readmes_tell_the_same_commands() -> None:
    def commands(name: str) -> list[str]:
        return re.findall(
            r"^    \./tannha ([\w-]+)", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE
        )

    assert commands("README.md") == commands("README.vi.md")
    assert commands("README.md")[:2] == ["demo", "test"]


def test_every_dependency_stands_in_the_decision_about_them() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = (DOCS / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8").lower()
    extras = {name: wanted for name, wanted in project["optional-dependencies"].items() if name != "test"}
    wanted = [*project["dependencies"], *(line for lines in extras.values() for line in lines)]
    names = [re.split(r"[\[<>=]", line)[0].lower() for line in wanted]
    assert [name for name in names if name not in told] == []


def test_guides_lie_in_both_languages() -> None:
    names = {
        language: {path.name for path in (DOCS / "guides" / language).glob("*.md")}
        for language in ("vi", "en")
    }
    assert names["vi"] == names["en"]
    assert names["vi"]
