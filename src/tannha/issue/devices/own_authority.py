"""The data folder's own test authority, made at first use, and whom this place trusts.

Whatever an office puts into `anchors` in the data folder (CSCA certificates, revocation lists, master lists) is
trusted beside it. The own authority's names say SPECIMEN, and every reader of ours shows that.
"""

from __future__ import annotations

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
