"""Creates a case from the form of the phone desk."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from raekoda.casework.answers import queries as answers
from raekoda.casework.cases import actions
from raekoda.casework.cases.models import Case
from raekoda.channels.calls.desk.forms import PhoneForm
from raekoda.channels.calls.desk.reply import get_reply
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.numbers import whole
from raekoda.platform.core.tenancy import current

REPLY = "reply"


@transaction.atomic
def register(form: PhoneForm, actor: Actor) -> Case:
    """Create the case; if it was answered on the spot, close it with that answer. Raises ``CaseError``."""
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


def add_answer(request: HttpRequest, key: str) -> dict[str, str]:
    """The POSTed data with the text of an answer added."""
    typed = {name: str(value) for name, value in request.POST.dict().items()}
    text = _answer_text(key, typed.get("text", ""))
    if not text:
        messages.error(request, _("That answer is not published any more."))
    else:
        typed["answer"] = "\n\n".join(part for part in (typed.get("answer", "").strip(), text) if part)
    return typed


def get_form_field(name: str) -> str | None:
    """The form field for a field of a ``CaseError``; None when there is none."""
    return {"point": "address", "contact": "email"}.get(name, name if name in PhoneForm.base_fields else None)


def _answer_text(key: str, question: str) -> str:
    """The text of the assistant's reply to ``question``, or of a published answer; "" when there is none."""
    if key == REPLY:
        reply = get_reply(question)
        return reply.text if reply else ""
    answer = answers.public().filter(pk=number).first() if (number := whole(key)) else None
    return answer.answer if answer else ""
