"""Service verbs: one permission, one transaction, one journal act; or a read that names everybody it shows.

Every verb is registered, so that one test can call each of them as each of the cast.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from tannha.ground import journal
from tannha.ground.access import May, cell
from tannha.ground.actor import Actor
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there

Params = ParamSpec("Params")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A registered verb: dotted name, row of the access table, act or read, and the callable."""

    name: str
    may: May
    kind: str
    call: Callable[..., Any]


VERBS: dict[str, Verb] = {}


def act(may: May) -> Callable[[Callable[Params, Result]], Callable[Params, Result]]:
    """Decorate `verb(actor, *, …, now)`: refused, or done in one transaction with exactly one journal act."""
    return _decorate(may, "act")


def reads(may: May) -> Callable[[Callable[Params, Result]], Callable[Params, Result]]:
    """Decorate `verb(actor, *, …, now)`: refused, or answered with a journal read that names everybody shown."""
    return _decorate(may, "read")


def _decorate(may: May, kind: str) -> Callable[[Callable[Params, Result]], Callable[Params, Result]]:
    def decorate(function: Callable[Params, Result]) -> Callable[Params, Result]:
        name = f"{function.__module__.removeprefix('tannha.')}.{function.__name__}"

        @functools.wraps(function)
        def verb(*args: Params.args, **kwargs: Params.kwargs) -> Result:
            actor = args[0] if args else kwargs["actor"]
            assert isinstance(actor, Actor)
            if cell(actor.role, may) is None:
                raise Refused(not_there())
            with transaction.atomic(), journal.watched() as written:
                result = function(*args, **kwargs)
                if kind == "act" and written.acts != 1:
                    raise RuntimeError(f"{name} wrote {written.acts} acts, not one")
                if kind == "read" and (written.acts or not written.reads):
                    raise RuntimeError(f"{name} showed people without saying whom")
                return result

        VERBS[name] = Verb(name=name, may=may, kind=kind, call=verb)
        return verb

    return decorate
