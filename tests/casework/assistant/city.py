"""A few published texts without vectors, for tests of what is done with them; put in by the real actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from raekoda.casework.answers import actions as answers
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.assistant.models import AnswerRule
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.services import actions as services
from raekoda.registry.services.models import Channel, Service
from tests.casework.cases.conftest import make_user

ALLOWANCE: dict[str, Any] = {
    "slug": "koolitoetus",
    "name_et": "Koolitoetus",
    "name_en": "School allowance",
    "summary_et": "Toetus esimese klassi lapse vanemale.",
    "summary_en": "An allowance for the parent of a child in the first class.",
    "how_to_et": "Esita taotlus 1.–15. septembrini.\nLisa arvelduskonto number.",
    "how_to_en": "Apply from 1 to 15 September.\nAdd your account number.",
    "outcome_et": "Koolitoetus on 50 eurot lapse kohta aastas.",
    "outcome_en": "The school allowance is 50 euros a year for each child.",
    "contact_et": "Küsi haridusosakonnast telefonil 736 1234.",
}
LIGHTS: dict[str, Any] = {
    "slug": "tanavavalgustus",
    "name_et": "Tänavavalgustus",
    "summary_et": "Linn parandab rikkis valgustid.",
    "takes_reports": True,
}
DOG = (
    "Kas koer peab olema rihmas?",
    "Minu koer Muri jookseb pargis lahti, kas tohib?",
    "Linna pargis peab koer olema rihmas.",
)


def answers_always(municipality: Municipality, threshold: float = 0.0) -> AnswerRule:
    """A rule by which anything found is answered, so that a test does not hang on the calibration."""
    return AnswerRule.objects.create(
        municipality=municipality, threshold=threshold, valid_from=date(2000, 1, 1), source="Test"
    )


def publish_service(municipality: Municipality, **fields: Any) -> Service:
    """A published service with a phone, an e-mail and an online channel."""
    service = Service(municipality=municipality, code=fields["slug"], **fields)
    service.channels = [
        Channel(kind="phone", link="736 1234"),
        Channel(kind="email", link="linn@example.ee"),
        Channel(kind="eservice", name_et="Taotle veebis", link="https://iseteenindus.example.ee/"),
    ]
    return services.publish(service, Actor.system())


def publish_answer(municipality: Municipality, title: str, question: str, answer: str, **more: Any) -> PublishedAnswer:
    """An answer in the question column, released by an editor."""
    editor = Actor.staff(make_user(municipality, f"toimetaja{PublishedAnswer.objects.count()}", Role.ADMINISTRATOR))
    draft = answers.write(
        municipality=municipality, actor=editor, title=title, question=question, answer=answer, **more
    )
    return answers.release(draft, actor=editor, accept_findings=True)
