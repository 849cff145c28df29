"""Which form stands at which step, and the verb it leads to. Chooses; decides nothing about the law."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tannha.enrol import service
from tannha.enrol.forms import (
    FeaturesForm,
    FeeForm,
    FrameForm,
    LookUpForm,
    OldPaperForm,
    SampleForm,
    SignForm,
)
from tannha.enrol.rules.acts import SEALED_STAGES, ActKind, EnrolAct, Stage
from tannha.enrol.rules.parts import Part
from tannha.enrol.rules.signing import Signer
from tannha.enrol.rules.steps import marks_of, poor_parts, why_not
from tannha.enrol.service import CaseView, DeskView, WaitingForSecond
from tannha.enrol.words import (
    CALMED,
    CONCERNS,
    EXEMPTIONS,
    FINGERS,
    MARKS,
    OLD_PAPERS,
    PARTS,
    PHOTO_RULES,
    SECOND_REASONS,
    SERVICES,
    SEXES,
    SIGNERS,
    STAGES,
    exception_in_words,
    said_for,
    score_in_words,
)
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.dates import PartialDate, format_partial
from tannha.ground.ids import format_key
from tannha.ground.personal_number import mask
from tannha.web.parts import StepMark, Summary

PICTURES = "image/png,image/jpeg,image/jp2,.jp2"
PRINTS = f"{PICTURES},.wsq"
Verb = Callable[[Actor, datetime], Any]


@dataclass(slots=True, kw_only=True)
class Shown:
    """A step ready to be shown: the context, and what its form leads to once it is filled in."""

    context: dict[str, Any]
    form: forms.Form | None = None
    verb: Verb | None = None
    is_ready: bool = False

    def do(self, actor: Actor, now: datetime) -> None:
        """Call the one verb."""
        assert self.verb is not None
        self.verb(actor, now)


@dataclass(slots=True, kw_only=True)
class _Choice:
    form: forms.Form | None = None
    verb: Callable[..., Any] | None = None
    values: Callable[[], Mapping[str, Any]] = dict
    more: dict[str, Any] = field(default_factory=dict)


def shown_step(view: CaseView, posted: Any, files: Any) -> Shown:
    """The step of this enrolment with its form, bound when something was posted."""
    stage = view.state.stage
    choice = _CHOICES.get(stage, _nothing)(view, posted, files)
    k = format_key(view.row.pk)
    context = {
        "view": view,
        "k": k,
        "strip": view.strip,
        "stage": stage.value,
        "steps": _step_line(view),
        "form": choice.form,
        "said": said_for(view.part, view.strip.spoken)
        if stage in (Stage.PRINTS, Stage.PHOTO, Stage.IRIS)
        else "",
        "title": PARTS[view.part] if view.part and stage in _WITH_PARTS else STAGES[stage],
        "template": f"enrol/steps/{_TEMPLATES.get(stage, stage.value)}.html",
        "taken": _so_far(view),
        "absent": [exception_in_words(exception) for exception in view.state.exceptions],
        "calmed": ", ".join(str(CALMED[one]) for one in view.calmed),
        "act": _act(view, k),
        **choice.more,
    }
    shown = Shown(context=context, form=choice.form)
    if posted is not None and choice.verb is not None and (choice.form is None or choice.form.is_valid()):
        values, verb = choice.values(), choice.verb
        shown.verb = lambda actor, now: verb(actor, enrolment_id=view.row.pk, now=now, **values)
        shown.is_ready = True
    return shown


_WITH_PARTS = (Stage.PRINTS, Stage.PHOTO, Stage.IRIS)
_TEMPLATES = {
    Stage.PRINTS: "sample",
    Stage.IRIS: "sample",
    Stage.DECISION: "slip",
    Stage.APPROVED: "slip",
}


def _so_far(view: CaseView) -> list[tuple[str, str]]:
    """Parts with a measured quality one by one; those that nobody measured in one line."""
    taken = view.state.taken
    rows = [(str(PARTS[part]), str(one.score)) for part, one in taken.items() if one.score is not None]
    unmeasured = len(taken) - len(rows)
    if unmeasured:
        words = ngettext("%(n)s part, not measured", "%(n)s parts, not measured", unmeasured)
        rows.append((_("Captured"), words % {"n": unmeasured}))
    return rows


_SHOWN_WITH = {Stage.FEE: Stage.PRINT_SIGN, Stage.OLD_PAPER: Stage.PRINT_SIGN, Stage.SLIP: Stage.SEAL}


def _step_line(view: CaseView) -> list[StepMark]:
    """The step line of the counter: small steps stand with the large one they belong to."""
    marks: dict[Stage, list[str]] = {}
    for stage, mark in marks_of(view.state):
        marks.setdefault(_SHOWN_WITH.get(stage, stage), []).append(mark)
    line = []
    for stage, found in marks.items():
        under_way = "now" in found or len(set(found)) > 1
        line.append(StepMark(str(STAGES[stage]), "now" if under_way else found[0]))
    return line


def _act(view: CaseView, k: str) -> dict[str, Any]:
    """The one filled button of the step: its label, the form it sends or the page it opens."""
    state = view.state
    stage = state.stage
    if stage is Stage.SECOND_SIGNATURE:
        return {"label": _("Get the second signature"), "link": reverse("enrol:exceptions_case", args=[k])}
    if stage is Stage.PRINT_SIGN and not state.printed:
        return {"label": _("Print the information form"), "form": "print"}
    if stage is Stage.SLIP:
        return {"label": _("Print the appointment slip"), "form": "print"}
    if stage in SEALED_STAGES:
        return {"label": _("To the line"), "link": reverse("enrol:desk_first")}
    if stage is Stage.PHOTO and view.frames:
        return {"label": _("Keep the best picture"), "form": "choose", "accept": True}
    if stage in _WITH_PARTS and view.part is not None and _used_up(view, view.part):
        return {}
    labels = {
        Stage.LOOK_UP: _("Right person, go on"),
        Stage.FEATURES: _("Record the features"),
        Stage.PRINTS: _("Accept"),
        Stage.IRIS: _("Accept"),
        Stage.PHOTO: _("Keep these pictures"),
        Stage.PRINT_SIGN: _("Read and signed"),
        Stage.FEE: _("Record the fee"),
        Stage.OLD_PAPER: _("Record the old paper"),
        Stage.SEAL: _("Seal the packet"),
    }
    label = labels.get(stage)
    if stage in (Stage.PRINTS, Stage.IRIS) and _is_poor(view):
        return {"label": _("Take again"), "form": "main"}
    return {"label": label, "form": "main", "accept": stage in _WITH_PARTS} if label else {}


def _nothing(view: CaseView, posted: Any, files: Any) -> _Choice:
    return _Choice()


def _look_up(view: CaseView, posted: Any, files: Any) -> _Choice:
    form = LookUpForm(posted, initial={"service": "first"})
    return _Choice(form=form, verb=service.look_up_done, values=form.values)


def _features(view: CaseView, posted: Any, files: Any) -> _Choice:
    form = FeaturesForm(posted, initial={"text": view.features})
    return _Choice(
        form=form, verb=service.record_features, values=lambda: {"text": form.cleaned_data["text"]}
    )


def _sample(view: CaseView, posted: Any, files: Any) -> _Choice:
    part = view.part
    assert part is not None
    taken = view.state.taken.get(part)
    more = {
        "poor": _is_poor(view),
        "score": score_in_words(taken.score) if taken else "",
        "tries": taken.tries if taken else view.state.failed_tries,
        "most": view.limits.tries_a_visit,
        "may_try": not _used_up(view, part),
        "failed": view.state.failed_tries,
    }
    what = posted.get("what", "") if posted else ""
    if what == "keep":
        return _Choice(verb=service.keep_sample, values=lambda: {"part": part}, more=more)
    if what == "failed":
        return _Choice(verb=service.record_failed_try, values=lambda: {"part": part}, more=more)
    if what == "rest":
        return _Choice(verb=service.rest, more=more)
    many = part is Part.FACE
    form = SampleForm(
        posted,
        files,
        accept=PICTURES if view.state.stage is not Stage.PRINTS else PRINTS,
        many=many,
        gentle=view.state.gentle,
    )
    return _Choice(
        form=form, verb=service.add_sample, values=lambda: {"part": part, **form.values()}, more=more
    )


def _is_poor(view: CaseView) -> bool:
    taken = view.state.taken.get(view.part) if view.part else None
    return taken is not None and not taken.counts


def _used_up(view: CaseView, part: Part) -> bool:
    one = EnrolAct(kind=ActKind.SAMPLE_ADDED, part=part)
    return bool(why_not(view.state, one, on=local_day(view.row.last_at), limits=view.limits))


def _photo(view: CaseView, posted: Any, files: Any) -> _Choice:
    choosing = posted is not None and "frame" in posted
    frames = FrameForm(posted if choosing else None, frames=view.frames) if view.frames else None
    choice = _sample(view, None if choosing else posted, files)
    choice.more |= {
        "frames_form": frames,
        "frames": range(view.frames),
        "rules": [PHOTO_RULES[rule] for rule in PHOTO_RULES],
    }
    if choosing and frames is not None:
        choice.form, choice.verb, choice.values = frames, service.choose_frame, frames.values
    return choice


def _print_sign(view: CaseView, posted: Any, files: Any) -> _Choice:
    form = SignForm(posted)
    return _Choice(form=form, verb=service.sign_form, values=form.values, more={"rows": check_rows(view)})


def _fee(view: CaseView, posted: Any, files: Any) -> _Choice:
    form = FeeForm(posted, dong=view.fee_dong)
    return _Choice(form=form, verb=service.take_fee, values=form.values, more={"exemptions": EXEMPTIONS})


def _old_paper(view: CaseView, posted: Any, files: Any) -> _Choice:
    form = OldPaperForm(posted)
    return _Choice(form=form, verb=service.record_old_paper, values=form.values)


def _second(view: CaseView, posted: Any, files: Any) -> _Choice:
    return _Choice(more={"reasons": [SECOND_REASONS[reason] for reason in view.reasons]})


def _seal(view: CaseView, posted: Any, files: Any) -> _Choice:
    return _Choice(verb=service.seal_packet, more={"rows": check_rows(view)})


_CHOICES: dict[Stage, Callable[[CaseView, Any, Any], _Choice]] = {
    Stage.LOOK_UP: _look_up,
    Stage.FEATURES: _features,
    Stage.PRINTS: _sample,
    Stage.PHOTO: _photo,
    Stage.IRIS: _sample,
    Stage.PRINT_SIGN: _print_sign,
    Stage.FEE: _fee,
    Stage.OLD_PAPER: _old_paper,
    Stage.SECOND_SIGNATURE: _second,
    Stage.SEAL: _seal,
}


def check_rows(view: CaseView) -> list[Summary]:
    """The check page before the seal: every answer, in order."""
    state = view.state
    rows = [
        Summary(_("Service"), SERVICES[state.service] if state.service else ""),
        Summary(_("Features"), view.features or _("none seen")),
        Summary(
            _("Captured"),
            _("%(taken)s of %(asked)s parts") % {"taken": len(state.taken), "asked": len(state.course.parts)},
        ),
    ]
    if state.exceptions:
        absent = "; ".join(exception_in_words(exception) for exception in state.exceptions)
        rows.append(Summary(_("Could not be taken"), absent))
    poor = [str(PARTS[part]) for part in poor_parts(state)] + [str(CONCERNS[one]) for one in state.concerns]
    if poor:
        rows.append(Summary(_("Poor quality, kept"), "; ".join(poor)))
    if state.signing is not None:
        signer = f"{SIGNERS[state.signing.signer]}, {MARKS[state.signing.mark]}"
        rows.append(Summary(_("Form read and signed"), signer))
    if state.old_paper is not None:
        rows.append(Summary(_("Old paper"), OLD_PAPERS[state.old_paper]))
    return rows


def old_in_words(field: str, old: str) -> str:
    """The roll's value of one field as the correction page shows it; the number is masked."""
    if not old:
        return _("not known")
    if field == "birth":
        return format_partial(PartialDate.from_iso(old), get_language() or "vi")
    if field == "sex":
        return str(SEXES[old])
    return mask(old) if field == "personal_number" else old


def countersign_rows(chosen: WaitingForSecond) -> list[tuple[str, str]]:
    """What the second person looks at: each absence, quality, the photo, who signed."""
    state = chosen.state
    rows = [(str(FINGERS[one.subject]), exception_in_words(one)) for one in state.exceptions]
    rows = [
        (label[:1].upper() + label[1:], _("could not be taken: %(why)s") % {"why": text.split(": ", 1)[1]})
        for label, text in rows
    ]
    rows += [
        (str(PARTS[part]), _("quality %(score)s, kept") % {"score": state.taken[part].score})
        for part in poor_parts(state)
    ]
    if state.concerns:
        rows.append((_("Photo"), ", ".join(str(CONCERNS[one]) for one in state.concerns)))
    if state.signing is not None:
        who = f"{SIGNERS[state.signing.signer]}, {MARKS[state.signing.mark]}"
        if state.signing.signer is Signer.PERSON and state.signing.supporter_present:
            who = f"{who}; {_('a supporter sat beside')}"
        rows.append((_("Who signed"), who))
    return rows


def desk_line(view: DeskView) -> list[tuple[str, str, str]]:
    """The line beside the desk: number, shape, words."""
    line = []
    for ticket in view.line:
        if ticket.is_own:
            line.append((ticket.name, "doing", _("with you")))
        elif ticket.stage is Stage.WAITING:
            words = ngettext("waits %(n)s minute", "waits %(n)s minutes", ticket.minutes)
            line.append((ticket.name, "wait", words % {"n": ticket.minutes}))
        else:
            line.append((ticket.name, "doing", _("at another desk")))
    return line
