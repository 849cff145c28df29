"""Issuing at the terminal: `tannha pki …` (authorities, lists, seals) and `tannha card …` (specimens, any chip)."""

from __future__ import annotations

import typer

from tannha.issue.commands import authority, cards


def register(app: typer.Typer) -> None:
    """Offer the commands to the root."""
    for module in (authority, cards):
        module.register(app)
