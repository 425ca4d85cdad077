"""The letters about cases that a municipality may reword: their placeholders, and sample data."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from raekoda.casework.letters.wording import LetterContext, LetterKind, Variable
from raekoda.platform.core.dates import on_day

DAY_FORMATS = {"et": "d.m.Y", "en": "j F Y", "ru": "j E Y"}


def day(value: date | None) -> str:
    """A day in the format of letters in the active language."""
    return date_format(value, DAY_FORMATS.get(get_language() or "et", "d.m.Y")) if value else ""


def _answered_case(context: LetterContext) -> Any:
    return context.get("answered_case") or context["case"]


def _due(context: LetterContext) -> str:
    """The day that is promised to the sender; none when no reply is expected."""
    return on_day(context["case"].due_on) if context["case"].expects_reply else ""


COMMON = {
    "number": Variable(gettext_lazy("number of the case"), lambda context: context["case"].number),
    "subject": Variable(gettext_lazy("what the case is about"), lambda context: context["case"].subject),
    "due": Variable(gettext_lazy("day by which we answer"), _due),
    "municipality": Variable(gettext_lazy("name of the municipality"), lambda context: context["municipality"].name),
    "phone": Variable(gettext_lazy("phone of the municipality"), lambda context: context["municipality"].phone),
}
SENT = Variable(gettext_lazy("what the sender wrote"), lambda context: context["opening"].text)
ASKED = Variable(gettext_lazy("our question"), lambda context: context["message"].text)
REASON = Variable(gettext_lazy("reason that the official gave"), lambda context: context.get("reason", ""))
BEFORE = Variable(gettext_lazy("day by which we were to answer before"), lambda context: day(context.get("before")))
ELSEWHERE = Variable(gettext_lazy("who got the case"), lambda context: context["case"].forwarded_to)
JOINED = Variable(gettext_lazy("number of the case it was joined to"), lambda context: context["into"].number)
ANSWER = Variable(gettext_lazy("the answer"), lambda context: context.get("answer", ""))
OUTCOME = Variable(gettext_lazy("outcome"), lambda context: _answered_case(context).get_outcome_display())
RATING = Variable(gettext_lazy("link to rate the answer"), lambda context: context.get("rating_url", ""))
CONFIRM = Variable(gettext_lazy("link that confirms"), lambda context: context.get("confirm_url", ""))
PUBLIC = Variable(gettext_lazy("link to the public report"), lambda context: context.get("public_url", ""))


def sample_context() -> LetterContext:
    """The context of a sample letter, for previews only."""
    case = SimpleNamespace(
        number="2026-001234", subject=_("The lamp in Näidise street is dark"), due_on=date(2026, 9, 17), is_public=False,
        expects_reply=True, forwarded_to=_("Transport Administration"), clock=SimpleNamespace(source=""), service=None,
        get_outcome_display=lambda: _("solved"),
    )  # fmt: skip
    return {
        "case": case,
        "opening": SimpleNamespace(text=_("The lamp at number 5 has been dark for a week.")),
        "message": SimpleNamespace(text=_("Which lamp do you mean?")),
        "reason": _("A spare part has to be ordered."),
        "before": date(2026, 8, 18),
        "into": SimpleNamespace(number="2026-001199"),
        "answer": _("The lamp has been replaced."),
        "rating_url": "https://www.example.ee/minu/naide/hinda/",
        "confirm_url": "https://www.example.ee/jalgi/naide/",
        "public_url": "https://www.example.ee/teated/naide/",
    }


def _kind(name: str, label: Any, required: tuple[str, ...] = (), **more: Variable) -> LetterKind:
    return LetterKind(name, label, {**COMMON, **more}, required, sample_context)


LETTERS = (
    _kind("received", gettext_lazy("We have received your case"), ("number",), text=SENT),
    _kind("question", gettext_lazy("We have a question"), ("text",), text=ASKED),
    _kind("reply_received", gettext_lazy("We have received your reply")),
    _kind("extended", gettext_lazy("More time is needed"), ("due", "reason"), reason=REASON, before=BEFORE),
    _kind("suspended", gettext_lazy("Suspended"), ("reason",), reason=REASON),
    _kind("resumed", gettext_lazy("Work goes on")),
    _kind("forwarded", gettext_lazy("Forwarded"), ("authority",), authority=ELSEWHERE, reason=REASON),
    _kind("merged", gettext_lazy("Joined to another case"), ("joined_number",), joined_number=JOINED),
    _kind("answered", gettext_lazy("Answered"), ("answer",), answer=ANSWER, outcome=OUTCOME, rating_link=RATING),
    _kind("reopened", gettext_lazy("The case is open again")),
    _kind(
        "follow_confirm", gettext_lazy("Confirm that you follow a report"), ("confirm_link",),
        confirm_link=CONFIRM, public_link=PUBLIC,
    ),
)  # fmt: skip
