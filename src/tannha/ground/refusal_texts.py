"""Turns a refusal into its sentences in the language of the moment; one renderer for pages and commands."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext

from tannha.ground.refusal import Refusal, Sentences

_CATALOGUE: dict[str, Sentences] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalText:
    """A refusal as a person reads it."""

    code: str
    cannot: str
    why: str
    next_step: str
    link: str

    @property
    def one_line(self) -> str:
        """All three parts as one line, for a terminal."""
        return " ".join(part for part in (self.cannot, self.why, self.next_step) if part)


def load_catalogues() -> None:
    """Read `CATALOGUE` of each installed room's `refusals.py`; a room without that file has none."""
    for config in apps.get_app_configs():
        if not config.name.startswith("tannha."):
            continue
        try:
            module = importlib.import_module(f"{config.name}.refusals")
        except ModuleNotFoundError as error:
            if error.name != f"{config.name}.refusals":
                raise
            continue
        for code, sentences in module.CATALOGUE.items():
            _CATALOGUE[code.value] = sentences


def catalogue() -> dict[str, Sentences]:
    """All codes with their English sentences."""
    return dict(_CATALOGUE)


def render(refusal: Refusal) -> RefusalText:
    """The sentences in the active language, with details filled in."""
    sentences = _CATALOGUE[refusal.code.value]

    def told(source: str) -> str:
        return gettext(source) % refusal.details if "%(" in source else gettext(source)

    return RefusalText(
        code=refusal.code.value,
        cannot=told(sentences.cannot),
        why=told(sentences.why),
        next_step=told(sentences.next_step),
        link=sentences.link,
    )
