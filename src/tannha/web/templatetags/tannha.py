"""Filters and tags for every template: values as people write them, icons, statuses, refusals in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import template
from django.forms import BoundField
from django.forms.widgets import CheckboxInput
from django.templatetags.static import static
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy

from tannha.ground.access import cell
from tannha.ground.actor import Actor
from tannha.ground.dates import PartialDate, format_partial
from tannha.ground.facts import Answer
from tannha.ground.ids import format_key
from tannha.ground.refusal import Refusal
from tannha.ground.refusal_texts import render
from tannha.web import values
from tannha.web.forms import BirthInput

register = template.Library()

STATE_WORDS = {
    "todo": pgettext_lazy("status", "not yet"),
    "doing": pgettext_lazy("status", "under way"),
    "wait": pgettext_lazy("status", "waiting"),
    "wish": pgettext_lazy("status", "as the person wishes"),
    "done": pgettext_lazy("status", "done"),
    "look": pgettext_lazy("status", "needs a look"),
    "stop": pgettext_lazy("status", "did not work"),
    "none": pgettext_lazy("status", "does not apply"),
}
ANSWER_WORDS = {
    Answer.TRUE: ("done", gettext_lazy("true")),
    Answer.FALSE: ("stop", gettext_lazy("not true")),
    Answer.UNCHECKED: ("wait", gettext_lazy("could not be checked")),
    Answer.NOT_APPLICABLE: ("none", gettext_lazy("does not apply")),
}


def _language() -> str:
    return get_language() or "vi"


@register.filter
def key(value: UUID | str) -> str:
    """The short form of an id for addresses."""
    return format_key(value if isinstance(value, UUID) else UUID(str(value)))


@register.filter
def local_date(value: date | datetime | None) -> str:
    """24/10/2025, 24 Oct 2025; nothing for None."""
    return values.format_date(value, _language()) if value else ""


@register.filter
def local_day(value: date | datetime | None) -> str:
    """Thứ Sáu 24/10, Fri 24 Oct; nothing for None."""
    return values.format_day(value, _language()) if value else ""


@register.filter
def local_long_day(value: date | datetime | None) -> str:
    """Thứ Sáu 24/10/2025, Fri 24 Oct 2025; nothing for None."""
    return values.format_long_day(value, _language()) if value else ""


@register.filter
def local_time(value: int | time | datetime | None) -> str:
    """14:05; nothing for None."""
    return "" if value is None else values.format_time(value)


@register.filter
def local_moment(value: datetime | None) -> str:
    """24/10/2025 14:05; nothing for None."""
    return f"{values.format_date(value, _language())} {values.format_time(value)}" if value else ""


@register.filter
def time_window(start: int | time | datetime | None, end: int | time | datetime | None) -> str:
    """8:30–9:45 kept together; one time alone where the other is None."""
    if start is None or end is None:
        return local_time(end if start is None else start)
    return values.format_window(start, end)


@register.filter
def dong(value: int | None) -> str:
    """50.000 đ; nothing for None."""
    return "" if value is None else values.format_dong(value, _language())


@register.filter
def number(value: int | float | None) -> str:
    """1.204 in Vietnamese, 1,204 in English; nothing for None."""
    if value is None:
        return ""
    return values.format_number(value, _language(), 0 if isinstance(value, int) else 1)


@register.filter
def percent(share: float | None) -> str:
    """A share of 1 as 89 %; nothing for None."""
    return "" if share is None else values.format_percent(share, _language())


@register.filter
def partial_date(value: PartialDate | None) -> str:
    """As much of a date as is known; nothing for None."""
    return format_partial(value, _language())


@register.filter
def personal_number(value: str | None) -> SafeString | str:
    """Twelve digits in fours by gaps of the style sheet: copying gives plain digits, a voice reads groups."""
    text = value or ""
    if len(text) != 12 or not text.isdigit():
        return text
    parts = format_html_join("", "<span>{}</span>", ((text[at : at + 4],) for at in (0, 4, 8)))
    return format_html('<span class="number4">{}</span>', parts)


@register.filter
def mask(value: str | None) -> str:
    """The last four digits after an ellipsis; nothing for an empty number."""
    return f"…{value[-4:]}" if value else ""


@register.filter
def phone(value: str | None) -> str:
    """0912 345 678 held together."""
    return values.format_phone(value or "")


@register.filter
def first_upper(value: str) -> str:
    """The first letter in upper case, the rest as written."""
    text = str(value)
    return text[:1].upper() + text[1:]


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether a bound field is one tick box."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_birth(field: BoundField) -> bool:
    """Whether a bound field is a birth of three inputs."""
    return isinstance(field.field.widget, BirthInput)


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's input; Django names hint and error (`_helptext`, `_error`) for screen readers."""
    return field.as_widget()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One drawing of the sprite; always stands beside a word."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("web/icons.svg"),
        name,
    )


@register.simple_tag
def status(state: str, text: str = "") -> SafeString:
    """A shape and a word; without text the state's own word."""
    return format_html(
        '<span class="status" data-state="{}">{}{}</span>', state, icon(state), text or STATE_WORDS[state]
    )


@register.simple_tag
def answer(value: Answer | str) -> SafeString:
    """One of the four answers, in words with its shape."""
    state, word = ANSWER_WORDS[Answer(value)]
    return status(state, str(word))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A refusal as the panel shows it."""

    code: str
    cannot: str
    why: str
    next_step: str
    url: str


@register.simple_tag(takes_context=True)
def say(context: template.Context, refusal: Refusal) -> Said:
    """A refusal in the language of the page, with the address of its next step where the reader may go."""
    told = render(refusal)
    address = address_of(told.link)
    return Said(
        code=told.code,
        cannot=told.cannot,
        why=told.why,
        next_step=told.next_step,
        url=address if address and opens_to(_actor(context), address) else "",
    )


@register.simple_tag(takes_context=True)
def door(context: template.Context, name: str, *args: Any) -> str:
    """The address of a page, or nothing where the reader's role has no cell in that page's row."""
    address = reverse(name, args=args)
    return address if opens_to(_actor(context), address) else ""


def _actor(context: template.Context) -> Actor | None:
    return getattr(getattr(context, "request", None), "actor", None)


def opens_to(actor: Actor | None, address: str) -> bool:
    """Whether the access table lets this actor open the page at an address of ours."""
    view = resolve(address).func
    if getattr(view, "open_to_all", False):
        return True
    may = getattr(view, "may", None)
    return actor is not None and may is not None and cell(actor.role, may) is not None


def address_of(name: str) -> str:
    """The address of a route without arguments; nothing where there is none."""
    for candidate in (name, f"web:{name}"):
        if not name:
            break
        try:
            return reverse(candidate)
        except NoReverseMatch:
            continue
    return ""


@register.simple_tag
def step_now(steps: list[Any]) -> str:
    """The sentence of a step line: step 3 of 6, and its word."""
    for place, step in enumerate(steps, start=1):
        if step.state == "now":
            return gettext("Step %(place)s of %(all)s: %(step)s") % {
                "place": place,
                "all": len(steps),
                "step": step.label,
            }
    return ""


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The page's query string with some values changed, for links to the next page of a list."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        params[name] = str(value)
    return f"?{params.urlencode()}"
