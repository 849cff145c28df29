"""Runs lanes and counts what they found. The commands' own words go straight to the terminal."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree

from tannha.checks.lanes import Command, Lane, why_not
from tannha.checks.postgres import CannotStart, temporary_postgres

Say = Callable[[str], None]
PYTEST_FOUND_NOTHING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many checks passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            passed=self.passed + other.passed,
            failed=self.failed + other.failed,
            skipped=self.skipped + other.skipped,
        )

    def __str__(self) -> str:
        line = f"{self.passed} passed, {self.failed} failed"
        return f"{line}, {self.skipped} skipped" if self.skipped else line


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one lane came to: its count, its seconds, and why it could not run (empty when it ran)."""

    lane: Lane
    count: Count
    seconds: float
    could_not: str = ""


def run_lanes(chosen: Iterable[Lane], root: Path, say: Say) -> list[Result]:
    """Run each lane in turn; PostgreSQL is started once, for the first lane that wants it."""
    results = []
    with contextlib.ExitStack() as lent:
        lent.enter_context(ending_on_term())
        addresses: dict[str, str] = {}
        for lane in chosen:
            reason = why_not(lane)
            if not reason and "postgres" in lane.needs and not addresses:
                try:
                    addresses["TANNHA_TEST_POSTGRES_URL"] = lent.enter_context(temporary_postgres())
                except (CannotStart, OSError) as refusal:
                    reason = f"PostgreSQL did not start: {refusal}"
            if reason:
                say(f"── {lane.name}: cannot run. {reason}")
                results.append(Result(lane=lane, count=Count(failed=1), seconds=0.0, could_not=reason))
                continue
            results.append(run_lane(lane, root, say, addresses))
    return results


def run_lane(lane: Lane, root: Path, say: Say, addresses: dict[str, str]) -> Result:
    """Run all commands of one lane, also after one of them failed. Tests choose their settings themselves, so that
    a lane is on the database it names and nobody's real folder is touched."""
    say(f"── {lane.name}: {lane.what}")
    began = time.monotonic()
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    variables = {**kept, **addresses, "TANNHA_TEST_DATABASE": lane.database}
    count = Count()
    for command in lane.commands:
        count += run_command(command, root, variables)
    seconds = time.monotonic() - began
    say(f"── {lane.name}: {count} in {seconds:.1f} s")
    return Result(lane=lane, count=count, seconds=seconds)


def run_command(command: Command, root: Path, variables: dict[str, str]) -> Count:
    """Run one command and count it: pytest by its own report, any other as one check."""
    if not command.is_pytest:
        ended = run_child(command.words, root, variables)
        return Count(passed=1) if ended == 0 else Count(failed=1)
    with tempfile.TemporaryDirectory(prefix="tannha-checks-") as folder:
        report = Path(folder) / "report.xml"
        ended = run_child((*command.words, f"--junitxml={report}"), root, variables)
        count = read_report(report)
    if ended != 0 and not count.failed:
        return count + Count(
            failed=1
        )  # it broke off, or there was no test at all: a lane that checks nothing fails
    return count


def run_child(words: tuple[str, ...], root: Path, variables: dict[str, str]) -> int:
    """Run a command to its end and give its exit code; it does not outlive us."""
    try:
        child = subprocess.Popen(words, cwd=root, env=variables)
    except OSError:
        return 127
    try:
        return child.wait()
    except BaseException:
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(5)
        child.kill()
        raise


def read_report(path: Path) -> Count:
    """Count the tests of a JUnit report; nothing when pytest ended without writing it."""
    try:
        suites = list(ElementTree.parse(path).getroot().iter("testsuite"))
    except (OSError, ElementTree.ParseError):
        return Count()
    total, failed, skipped = (
        sum(int(suite.get(name) or 0) for suite in suites for name in names)
        for names in (("tests",), ("failures", "errors"), ("skipped",))
    )
    return Count(passed=max(0, total - failed - skipped), failed=failed, skipped=skipped)


def summary(results: list[Result], left_out: Iterable[Lane]) -> list[str]:
    """The closing lines; the last is the sum alone, `N passed, N failed`."""
    lines = ["", "lane                 seconds  result"]
    for result in results:
        said = f"cannot run: {result.could_not}" if result.could_not else str(result.count)
        lines.append(f"{result.lane.name:<20} {result.seconds:>7.1f}  {said}")
    names = [lane.name for lane in left_out]
    if names:
        lines.append(f"Left out by --quick: {', '.join(names)}, slow tests. Run ./tannha test for all.")
    lines.append(str(sum((result.count for result in results), Count())))
    return lines


@contextlib.contextmanager
def ending_on_term() -> Iterator[None]:
    """While inside, TERM ends the run as Ctrl-C does, so that children and folders are cleared away."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
