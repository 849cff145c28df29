"""The kept run of a replayed peak day: the ward's own, else the one that the program brings. Nobody is shown by it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from tannha.ground.data_folder import DataFolder
from tannha.plan.replays import Replayed, decode_replayed
from tannha.plan.rules.wire import BadInput

FILE = "peak-day.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayView:
    """A run, whether it is the ward's own, and which field of the ward's own file could not be read ("": none)."""

    run: Replayed
    own: bool
    odd: str = ""


def find_replay() -> ReplayView:
    """The run in ``peak-day.json`` of the data folder; the one that comes with the program where there is none."""
    kept = DataFolder.current().path / FILE
    odd = ""
    try:
        return ReplayView(run=decode_replayed(kept.read_text(encoding="utf-8")), own=True)
    except FileNotFoundError:
        pass
    except BadInput as problem:
        odd = problem.field
    except (OSError, UnicodeDecodeError):
        odd = FILE
    brought = files("tannha.plan").joinpath("replays.json").read_text(encoding="utf-8")
    return ReplayView(run=decode_replayed(brought), own=False, odd=odd)
