"""Keep the data of a release: `python -m tests.office.keep_release` writes `released/VERSION.jsonl.gz` from a small
invented ward. Run once at each release, with the release checked out; the tests then bring those data to every later
version. Holds no keys; every person in it is invented.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).parent / "released"


def main() -> None:
    """Seed, take the demo's own tables out, write the plain form of a backup without keys."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["TANNHA_DATA"] = place
        os.environ.pop("TANNHA_DATABASE_URL", None)
        (Path(place) / "demo.json").write_text('{"demo": 1}\n')
        seeding = [sys.executable, "-m", "tannha.cli", "prepare-demo", "--residents", "60"]
        subprocess.run(seeding, check=True)
        (Path(place) / "demo.json").unlink()
        os.environ["DJANGO_SETTINGS_MODULE"] = "tannha.settings"
        import django

        django.setup()
        write_plain()


def write_plain() -> None:
    """The backup's lines without keys, compressed so that the same rows give the same file."""
    from django.db import connection

    from tannha import __version__
    from tannha.ground.data_folder import DataFolder
    from tannha.office.backups.make import write_rows

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'demo'")
    for key in DataFolder.current().keys.iterdir():
        key.unlink()
    FOLDER.mkdir(exist_ok=True)
    target = FOLDER / f"{__version__}.jsonl.gz"
    with (
        target.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=9, mtime=0) as plain,
    ):
        write_rows(plain, datetime.now(tz=UTC), lambda label, count: print(label, count))


if __name__ == "__main__":
    main()
