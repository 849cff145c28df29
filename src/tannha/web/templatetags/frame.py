"""Tags of the frame's own pages: roles and journal entries as words, addresses of rows, a block again."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, gettext_lazy

from tannha.ground.access import Role
from tannha.ground.today import TodayRow
from tannha.web.journal_words import OTHER, PURPOSES, WORDS
from tannha.web.paths import back_path as path_before

register = template.Library()

ROLE_WORDS = {
    Role.CANVASSER: gettext_lazy("canvasser"),
    Role.OPERATOR: gettext_lazy("enrolment operator"),
    Role.SUPERVISOR: gettext_lazy("supervisor"),
    Role.PLANNER: gettext_lazy("planner"),
    Role.ISSUER: gettext_lazy("card issuer"),
    Role.ADJUDICATOR: gettext_lazy("adjudicator"),
    Role.DESK_CLERK: gettext_lazy("desk clerk"),
    Role.ADMINISTRATOR: gettext_lazy("administrator"),
    Role.AUDITOR: gettext_lazy("auditor"),
    Role.PROTECTION_OFFICER: gettext_lazy("data-protection officer"),
    Role.CONSOLE: gettext_lazy("console"),
}


@register.simple_tag
def role_word(role: Role | str) -> str:
    """A role as a word."""
    return str(ROLE_WORDS[Role(role)])


@register.simple_tag
def purpose_word(purpose: str) -> str:
    """A purpose as a word; a reason that somebody typed stands as typed."""
    return gettext(PURPOSES[purpose]) if purpose in PURPOSES else purpose


@register.simple_tag
def row_url(row: TodayRow) -> str:
    """Where a row of Today leads; nothing where its page does not stand yet."""
    if not row.url_name:
        return ""
    try:
        return reverse(row.url_name, args=row.url_args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def again(context: template.Context, name: str) -> str:
    """The text of another block of the same page, so that a title is also the heading."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block: Any = blocks.get_block(name) if blocks is not None else None
    if block is None:
        return ""
    with context.push(block=block):
        return mark_safe(block.nodelist.render(context))  # rendered by the same escaping engine


@register.simple_tag
def what_word(what: str) -> str:
    """A journal entry's kind in words a person reads; one without words of its own is told by its room."""
    return gettext(WORDS.get(what) or WORDS.get(what.partition(".")[0], OTHER))


@register.simple_tag(takes_context=True)
def back_path(context: template.Context) -> str:
    """The page the person came from, if it is ours, else Today."""
    request = context.get("request")
    return path_before(request) if request is not None else "/"
