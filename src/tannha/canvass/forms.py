"""Forms of canvassing: what a page posts, as plain values for the verbs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tannha.canvass.rules.case import VisitWay
from tannha.canvass.rules.limits import Hours, Limits
from tannha.canvass.rules.needs import NeedKind, ServiceWay
from tannha.canvass.rules.visit import FollowUp, Told, VisitOutcome, Worry
from tannha.canvass.service import Place
from tannha.canvass.words import CHANNELS, FOLLOW_UPS, NEEDS, OUTCOMES, WAYS, WEEKDAYS, WORRIES
from tannha.ground.clock import at_local
from tannha.ground.ids import parse_key
from tannha.web.forms import DayField, SecondPersonForm, TimeField

_DAY_SECONDS = 24 * 3600
_JUST_NOW_SECONDS = 60
SAVED_BY_BUTTON = tuple(outcome for outcome in VisitOutcome if outcome is not VisitOutcome.REFUSED)


def _minutes(value: Any) -> int:
    return int(value.hour) * 60 + int(value.minute)


class VisitForm(forms.Form):
    """One knock: the outcome, and what was told besides. The refusal tile is its own button and needs none of it."""

    act_id = forms.UUIDField(widget=forms.HiddenInput)
    walk = forms.CharField(required=False, widget=forms.HiddenInput)
    way = forms.ChoiceField(choices=[(way.value, way.value) for way in VisitWay], widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("How is it today?"),
        choices=[(outcome.value, OUTCOMES[outcome]) for outcome in VisitOutcome],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened at the door.")},
    )
    wished_way = forms.ChoiceField(
        label=_("Next step"),
        choices=[(way.value, word) for way, word in WAYS.items()],
        widget=forms.RadioSelect,
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=_("What would help today?"),
        choices=[(kind.value, word) for kind, word in NEEDS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    consent = forms.BooleanField(label=_("The person or the family agrees that we keep this"), required=False)
    hours_from = TimeField(label=_("From"), required=False)
    hours_to = TimeField(label=_("To"), required=False)
    hours_day = forms.ChoiceField(
        label=_("On which days"),
        choices=[("", _("Every day")), *((str(number), word) for number, word in enumerate(WEEKDAYS))],
        required=False,
    )
    age = forms.IntegerField(required=False, min_value=0, max_value=_DAY_SECONDS, widget=forms.HiddenInput)
    at_day = DayField(label=_("Day of the visit"), required=False)
    at_time = TimeField(label=_("Time at the door"), required=False)

    def __init__(self, *args: Any, known_needs: frozenset[NeedKind] = frozenset(), **kwargs: Any) -> None:
        """`known_needs` were told before; they count as told again only when they change."""
        super().__init__(*args, **kwargs)
        self.known_needs = known_needs

    def clean(self) -> dict[str, Any]:
        """Hours need both ends in order; needs that change need consent."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("hours_from"), cleaned.get("hours_to")
        if (start is None) != (end is None) or (start is not None and end is not None and start >= end):
            self.add_error("hours_to", _("Give both times, the earlier one first."))
        if self._needs() not in (self.known_needs, frozenset()) and not cleaned.get("consent"):
            self.add_error("consent", _("What would help is kept only when they agree."))
        return cleaned

    def _needs(self) -> frozenset[NeedKind]:
        return frozenset(NeedKind(kind) for kind in self.cleaned_data.get("needs", ()))

    def told(self, now: datetime) -> Told:
        """The plain values for `record_visit`; call after `is_valid`."""
        cleaned = self.cleaned_data
        changed = self._needs() != self.known_needs
        agreed = cleaned["outcome"] == VisitOutcome.AGREED
        at = made_at(cleaned.get("age"), now)
        if cleaned.get("at_day") and cleaned.get("at_time"):
            at = at_local(cleaned["at_day"], _minutes(cleaned["at_time"]))
        return Told(
            way=VisitWay(cleaned["way"]),
            at=at,
            needs=self._needs() if changed else None,
            consent=bool(cleaned.get("consent")),
            good_hours=self._hours(),
            wished_way=ServiceWay(cleaned["wished_way"]) if agreed and cleaned.get("wished_way") else None,
        )

    def _hours(self) -> tuple[Hours, ...] | None:
        cleaned = self.cleaned_data
        if not cleaned.get("hours_from"):
            return None
        day = cleaned.get("hours_day")
        return (
            Hours(
                weekday=int(day) if day else None,
                start_minute=_minutes(cleaned["hours_from"]),
                end_minute=_minutes(cleaned["hours_to"]),
            ),
        )


def made_at(age: Any, now: datetime) -> datetime | None:
    """When a form was filled in that a browser kept without network, by its age in seconds; None for just now.

    An age does not depend on how the device's clock is set.
    """
    seconds = int(age) if str(age or "").isdecimal() and len(str(age)) <= len(str(_DAY_SECONDS)) else 0
    return now - timedelta(seconds=min(seconds, _DAY_SECONDS)) if seconds >= _JUST_NOW_SECONDS else None


def late_moment(now: datetime, limits: Limits, *, day: date, minute: int) -> dict[str, Any]:
    """What the time fields show when a visit is recorded after the hours: the last hour at which one may knock."""
    if minute < limits.first_minute:
        day -= timedelta(days=1)
    last = limits.last_minute - 60
    return {"at_day": day, "at_time": f"{last // 60}:{last % 60:02}"}


class FollowUpForm(forms.Form):
    """After a no: what the family wishes, and what they may have said."""

    wish = forms.ChoiceField(
        label=_("Next time"),
        choices=[(wish.value, word) for wish, word in FOLLOW_UPS.items()],
        widget=forms.RadioSelect,
        required=False,
    )
    from_day = DayField(label=_("From which day"), required=False)
    worry = forms.ChoiceField(
        label=_("If the family wants to say, no need to"),
        choices=[(worry.value, word) for worry, word in WORRIES.items()],
        widget=forms.RadioSelect,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Asking again needs its day."""
        cleaned = super().clean() or {}
        if cleaned.get("wish") == FollowUp.ASK_AGAIN and not cleaned.get("from_day"):
            self.add_error("from_day", _("Give the day from which we may ask again."))
        return cleaned

    def wish_told(self) -> FollowUp | None:
        """The wish, or None when nothing was chosen."""
        return FollowUp(self.cleaned_data["wish"]) if self.cleaned_data["wish"] else None

    def worry_told(self) -> Worry | None:
        """What was said, or None."""
        return Worry(self.cleaned_data["worry"]) if self.cleaned_data["worry"] else None


class InvitationForm(forms.Form):
    """The family invites us again."""

    from_day = DayField(
        label=_("From which day"), required=False, help_text=_("Leave it empty when they named no day.")
    )


class QuietDaysForm(forms.Form):
    """Days on which a household is left in peace."""

    until = DayField(
        label=_("Leave them in peace until"),
        help_text=_("The last day. The reason is not asked and not kept."),
    )


class FurtherVisitForm(forms.Form):
    """One more visit, for a new reason."""

    reason = forms.CharField(
        label=_("What is new since the last visit?"),
        max_length=300,
        help_text=_("In a few words, without anything about health."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LiftForm(SecondPersonForm):
    """Lifting a wish: who of the family asked, and the second person."""

    family_wish = forms.CharField(
        label=_("Who of the family asked, when and how?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FamilyRequestForm(forms.Form):
    """Who asks for a resident, how, and in what way they would like to be served."""

    act_id = forms.UUIDField(widget=forms.HiddenInput)
    asked_by = forms.CharField(label=_("Who asks"), max_length=200)
    relation = forms.CharField(label=_("Relation"), required=False, max_length=80)
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "w16"}),
    )
    channel = forms.ChoiceField(
        label=_("How it came"), choices=list(CHANNELS.items()), widget=forms.RadioSelect, initial="phone"
    )
    way = forms.ChoiceField(
        label=_("What would suit"),
        choices=[("", _("not said")), *((way.value, word) for way, word in WAYS.items())],
        widget=forms.RadioSelect,
        required=False,
    )
    words = forms.CharField(
        label=_("In their words"),
        required=False,
        max_length=300,
        help_text=_("In a few words, without anything about health."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def taken(self) -> dict[str, Any]:
        """The plain values for `take_family_request`; call after `is_valid`."""
        given = dict(self.cleaned_data)
        given["way"] = ServiceWay(given["way"]) if given["way"] else None
        return given


class AnswerFamilyForm(forms.Form):
    """What the family was told."""

    answer = forms.CharField(
        label=_("What the family was told"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class WalkForm(forms.Form):
    """A new walk: where, which day, who goes."""

    place = forms.ChoiceField(label=_("Where to"))
    on = DayField(label=_("Day"))
    walker = forms.ChoiceField(label=_("Who goes"), required=False)
    second_walker = forms.ChoiceField(label=_("Who goes along"), required=False)
    most_doors = forms.IntegerField(label=_("Doors at most"), min_value=1, max_value=40, initial=20)

    def __init__(
        self,
        *args: Any,
        places: Sequence[tuple[str, str]],
        walkers: Sequence[tuple[UUID, str]],
        own: bool,
        **kwargs: Any,
    ) -> None:
        """`own`: the walk is the actor's, so nobody is chosen to go."""
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("Choose a place")), *places]  # type: ignore[attr-defined]
        people = [(str(user_id), name) for user_id, name in walkers]
        self.fields["walker"].choices = [("", _("Choose a colleague")), *people]  # type: ignore[attr-defined]
        self.fields["second_walker"].choices = [("", _("Not known yet")), *people]  # type: ignore[attr-defined]
        self.fields["most_doors"].widget.attrs["class"] = "w4"
        if own:
            del self.fields["walker"]
        else:
            self.fields["walker"].required = True

    def place_chosen(self) -> Place:
        """The place as the verb takes it."""
        kind, _colon, name = self.cleaned_data["place"].partition(":")
        if kind == "group":
            return Place(group_id=parse_key(name))
        return Place(tower=name) if kind == "tower" else Place(alley=name)

    def walker_chosen(self, name: str) -> UUID | None:
        """A colleague's account, or None."""
        value = self.cleaned_data.get(name)
        return UUID(value) if value else None
