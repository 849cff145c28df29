"""The signed result of a proved restore: made where the private key lies, read on the office page of the server."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tannha.ground.data_folder import DataFolder
from tannha.ground.vault.streams import read_private, read_public, report_is_signed, sign_report

if TYPE_CHECKING:
    from tannha.office.backups.restore import Restored


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A proved restore whose signature fits the backup key: what was restored, when it was made and when proved."""

    made_at: datetime
    proved_at: datetime
    rows: int
    journal_entries: int
    backup_sha256: str


def public_key_path() -> Path:
    """Where the server keeps the public backup key."""
    return DataFolder.current().path / "backup-key.pem"


def write_proof(report: Path, backup: Path, restored: Restored, key_pem: bytes, *, now: datetime) -> None:
    """Write what was seen, signed with the private backup key.

    It holds counts and digests only, and everybody may read it: the server works under another account.
    """
    seen = {
        "format": "tannha-proof/1",
        "made_at": restored.made_at,
        "proved_at": now.isoformat(),
        "rows": restored.rows,
        "journal_entries": restored.journal_entries,
        "journal_head": restored.journal_head,
        "backup_sha256": _digest(backup),
    }
    text = json.dumps(seen, sort_keys=True, separators=(",", ":"))
    signature = sign_report(read_private(key_pem), text.encode())
    aside = report.with_name(f".{report.name}.new")
    aside.write_text(json.dumps({"seen": text, "signature": base64.b64encode(signature).decode()}))
    aside.chmod(0o644)
    aside.replace(report)


def newest_proof() -> Proof | None:
    """The newest proof in the folder's `proofs/` whose signature fits the public backup key; None without one."""
    folder = DataFolder.current().path / "proofs"
    try:
        key = read_public(public_key_path().read_bytes())
    except (OSError, ValueError):
        return None
    found = [proof for path in folder.glob("*.json") if (proof := _read(path, key)) is not None]
    return max(found, key=lambda proof: proof.proved_at, default=None)


def newest_backup() -> dict[str, Any] | None:
    """When the last backup was made, and how large it was, as noted by the backup command."""
    try:
        noted: dict[str, Any] = json.loads((DataFolder.current().path / "last-backup.json").read_text())
    except (OSError, ValueError):
        return None
    return noted | {"made_at": datetime.fromisoformat(noted["made_at"])}


def note_backup(made_at: datetime, size: int, rows: int) -> None:
    """Keep for the office page what the last backup was."""
    path = DataFolder.current().path / "last-backup.json"
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps({"made_at": made_at.isoformat(), "bytes": size, "rows": rows}))
    aside.replace(path)


def _read(path: Path, key: Any) -> Proof | None:
    try:
        envelope = json.loads(path.read_text())
        text, signature = envelope["seen"], base64.b64decode(envelope["signature"])
        if not report_is_signed(key, signature, text.encode()):
            return None
        seen = json.loads(text)
        return Proof(
            made_at=datetime.fromisoformat(seen["made_at"]),
            proved_at=datetime.fromisoformat(seen["proved_at"]),
            rows=int(seen["rows"]),
            journal_entries=int(seen["journal_entries"]),
            backup_sha256=str(seen["backup_sha256"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
