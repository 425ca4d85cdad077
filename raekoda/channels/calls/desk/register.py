"""A case from what a person says: registered, or registered as answered at once."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from raekoda.casework.answers import queries as answers
from raekoda.casework.cases import actions
from raekoda.casework.cases.models import Case
from raekoda.channels.calls.desk.forms import PhoneForm
from raekoda.channels.calls.desk.reply import reply_for
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.numbers import whole
from raekoda.platform.core.tenancy import current

REPLY = "reply"


@transaction.atomic
def register(form: PhoneForm, actor: Actor) -> Case:
    """Open the case and, when it was answered at once, close it with that answer. Raises ``CaseError``."""
    data = form.cleaned_data
    place = form.place()
    kind = form.chosen_kind(has_place=bool(place or data["asset"] or (data["service"] and data["service"].needs_place)))
    draft = actions.CaseDraft(
        municipality=current(),
        kind=kind,
        text=data["text"],
        channel=data["channel"],
        service=data["service"],
        language=data["language"],
        point=place.point if place else None,
        address=place.text if place else data["address"],
        asset=data["asset"],
        contact=actions.ContactData(name=data["name"], email=data["email"], phone=data["phone"]),
    )
    case = actions.open_case(draft, actor)
    if form.answered:
        actions.answer_on_the_spot(case, text=data["answer"], actor=actor)
    return case


def with_answer(request: HttpRequest, key: str) -> dict[str, str]:
    """What was typed, with the text of an answer put into it."""
    typed = {name: str(value) for name, value in request.POST.dict().items()}
    text = _answer_text(key, typed.get("text", ""))
    if not text:
        messages.error(request, _("That answer is not published any more."))
    else:
        typed["answer"] = "\n\n".join(part for part in (typed.get("answer", "").strip(), text) if part)
    return typed


def field_of(name: str) -> str | None:
    """The form's field that a refusal of the case register is about."""
    return {"point": "address", "contact": "email"}.get(name, name if name in PhoneForm.base_fields else None)


def _answer_text(key: str, words: str) -> str:
    """The text of the assistant's reply to ``words``, or of a published answer; "" when there is none."""
    if key == REPLY:
        reply = reply_for(words)
        return reply.text if reply else ""
    answer = answers.public().filter(pk=number).first() if (number := whole(key)) else None
    return answer.answer if answer else ""
