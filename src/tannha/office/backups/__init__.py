"""Backups: an online, engine-neutral copy sealed to a key the server lacks; restoring it; proving that it restores."""
