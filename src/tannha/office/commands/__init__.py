"""The office at the terminal: backups, the store's place, health, upgrades, the service, invitations."""

from __future__ import annotations

import typer

from tannha.office.commands import backups, care, people


def register(app: typer.Typer) -> None:
    """Offer the commands to the root."""
    for module in (backups, care, people):
        module.register(app)
