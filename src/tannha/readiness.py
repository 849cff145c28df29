"""How far the start has come: a small file in the data folder that the preparing process writes and pages read."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass

from tannha.ground.data_folder import DataFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether work can begin; else the stage (a wire word) and the share done, 0 to 1."""

    ready: bool
    stage: str = ""
    share: float = 0.0


def read() -> Readiness:
    """The state as last written; no file means ready (nothing is being prepared)."""
    try:
        told = json.loads((DataFolder.current().path / "starting.json").read_text())
        return Readiness(ready=False, stage=str(told["stage"]), share=float(told["share"]))
    except (FileNotFoundError, ValueError, KeyError):
        return Readiness(ready=True)


def write(stage: str, share: float) -> None:
    """Tell that preparation is under way."""
    path = DataFolder.current().path / "starting.json"
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps({"stage": stage, "share": round(share, 3)}))
    os.replace(aside, path)


def clear() -> None:
    """Tell that work can begin."""
    (DataFolder.current().path / "starting.json").unlink(missing_ok=True)
