"""Compiles every translation: `python docs/compile_texts.py`, each `django.mo` beside its `django.po`."""

from __future__ import annotations

from pathlib import Path

import polib

for text in sorted(
    (Path(__file__).resolve().parents[1] / "src" / "tannha").glob("*/locale/*/LC_MESSAGES/*.po")
):
    polib.pofile(str(text)).save_as_mofile(str(text.with_suffix(".mo")))
    print(text)
