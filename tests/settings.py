"""The program's settings on a data folder of the test process alone, and on the database that the lane names.

pytest-django reads settings before any conftest, so the folder is made here, and nobody's real folder is touched.
"""

from __future__ import annotations

import os
import tempfile

os.environ["TANNHA_DATA"] = tempfile.mkdtemp(prefix="tannha-tests-")
if os.environ.get("TANNHA_TEST_DATABASE", "sqlite") == "postgres":
    os.environ["TANNHA_DATABASE_URL"] = os.environ["TANNHA_TEST_POSTGRES_URL"]
else:
    os.environ.pop("TANNHA_DATABASE_URL", None)

from tannha.settings import *  # noqa: F403 # the same settings, on this folder
