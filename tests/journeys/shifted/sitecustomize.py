"""A clock for started processes: with this folder on their path they live so many seconds beside the real time."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import time_machine

_beside = timedelta(seconds=float(os.environ["TANNHA_TEST_SECONDS_BESIDE"]))
time_machine.travel(datetime.now(tz=UTC) + _beside, tick=True).start()
