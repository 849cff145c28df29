"""The data folder's own test authority, made at first use, and whom this place trusts.

Whatever an office puts into `anchors` in the data folder (CSCA certificates, revocation lists, master lists) is
trusted beside it. The own authority's names say SPECIMEN, and every reader of ours shows that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tannha.ground.data_folder import DataFolder
from tannha.icao.pki.bundle import read_bundle
from tannha.icao.pki.trust import Anchors
from tannha.icao.seal import SealSigner
from tannha.issue import specimen_authority
from tannha.issue.specimen_authority import NoAuthority, SpecimenAuthority, Wish

FOLDER = "specimen-authority"
ANCHORS = "anchors"


def own_folder() -> Path:
    """Where the own test authority lies."""
    return DataFolder.current().path / FOLDER


def own_authority(*, now: datetime) -> SpecimenAuthority:
    """Open the own authority; made if it is not there yet. Raises `NoAuthority` for a folder that was spoilt."""
    folder = own_folder()
    if not folder.exists():
        try:
            return specimen_authority.make(folder, Wish(), now=now)
        except NoAuthority:
            return specimen_authority.open_authority(folder)
    return specimen_authority.open_authority(folder)


def own_sealer(*, now: datetime) -> SealSigner:
    """The own signer of visible seals, made at first use. Raises `NoAuthority` for a folder that was spoilt."""
    own_authority(now=now)
    return specimen_authority.open_sealer(own_folder(), now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnList:
    """The own authority's revocation list: where it lies and until when it speaks (aware)."""

    folder: Path
    ends_at: datetime


def own_list() -> OwnList | None:
    """The own authority's list; None where there is no authority, or its list cannot be read."""
    folder = own_folder()
    try:
        found = specimen_authority.open_authority(folder).revocations
    except NoAuthority:
        return None
    return None if found.next_update is None else OwnList(folder=folder, ends_at=found.next_update)


def trusted_here() -> Anchors:
    """Everybody whose signature this place knows."""
    files: list[tuple[str, bytes]] = []
    own = own_folder()
    places = [own / specimen_authority.CSCA, own / specimen_authority.LIST]
    anchors = DataFolder.current().path / ANCHORS
    if anchors.is_dir():
        places += sorted(path for path in anchors.iterdir() if path.is_file())
    for path in places:
        try:
            files.append((path.name, path.read_bytes()))
        except OSError:
            continue
    return read_bundle(files).anchors()
