"""A data folder as an earlier release left it, on either engine: read from the kept data, not brought forward.

Run as a process of its own: `python -m tests.office.older FILE FOLDER [DATABASE]`.
"""

from __future__ import annotations

import gzip
import io
import os
import shutil
import sys
from pathlib import Path


def main(kept: Path, folder: Path, database: str) -> None:
    """Seal the kept lines to a throw-away key and read them back into the tables of their release."""
    os.environ["TANNHA_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tannha.settings"
    from tannha.ground.data_folder import DataFolder
    from tannha.office import moving

    DataFolder.current().make()
    if database:
        moving.write_address(DataFolder.current(), database)
    import django

    django.setup()
    from tannha.ground.vault.streams import SealingWriter, new_key_pair, read_public
    from tannha.office.backups.restore import read_back

    private, public = new_key_pair()
    sealed = io.BytesIO()
    writer = SealingWriter(sealed, read_public(public))
    with gzip.open(kept) as plain, gzip.GzipFile(fileobj=writer, mode="wb") as again:  # type: ignore[call-overload]
        shutil.copyfileobj(plain, again)
    writer.close()
    sealed.seek(0)
    restored = read_back(sealed, private, progress=lambda label, count: None)
    print(restored.rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
