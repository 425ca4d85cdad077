"""Reads of published answers. ``visible_to`` is the one gate."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from raekoda.casework.answers import rules
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.cases.models import Case
from raekoda.casework.cases.privacy import find_personal_data, public_contacts
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.redact import PERSONAL, Found, plain
from raekoda.platform.search.queries import search
from raekoda.registry.services.models import Topic

Status = PublishedAnswer.Status
RELATED_FOUND = 8


def visible_to(actor: Actor) -> QuerySet[PublishedAnswer]:
    """Answers of the open municipality: all for those who write them, published ones for everyone else."""
    answers = PublishedAnswer.objects.all()
    return answers if actor.may("answers.write") else answers.filter(status=Status.PUBLISHED)


def public() -> QuerySet[PublishedAnswer]:
    """What anyone may read."""
    return visible_to(Actor.resident())


def topics_in_use(language: str) -> QuerySet[Topic]:
    """Topics with public answers in ``language``; each has ``answers``, how many."""
    published = public().filter(language=language, topic__isnull=False)
    counts = published.values("topic").annotate(answers=Count("pk")).values_list("topic", "answers")
    number_of = dict(counts)
    topics = Topic.objects.filter(pk__in=number_of)
    for topic in topics:
        topic.answers = number_of[topic.pk]  # type: ignore[attr-defined]
    return topics


def find(text: str, language: str, limit: int = 30) -> list[PublishedAnswer]:
    """Public answers that fit ``text``, best first; each has ``snippet``, safe HTML with the words found."""
    hits = search(text, language, kinds=["answer"], limit=limit).hits
    found = public().select_related("topic", "unit").in_bulk([int(hit.key) for hit in hits])
    answers = []
    for hit in hits:
        if answer := found.get(int(hit.key)):
            answer.snippet = hit.snippet  # type: ignore[attr-defined]
            answers.append(answer)
    return answers


def related(answer: PublishedAnswer, limit: int = 4) -> list[PublishedAnswer]:
    """Other public answers about the like, then others of the same topic."""
    alike = [each for each in find(answer.title, answer.language, RELATED_FOUND) if each.pk != answer.pk][:limit]
    if len(alike) < limit and answer.topic_id:
        known = [answer.pk, *(each.pk for each in alike)]
        same = public().filter(topic=answer.topic_id, language=answer.language).exclude(pk__in=known)
        alike += list(same.order_by("-listed_at", "-id")[: limit - len(alike)])
    return alike


def of_case(case: Case) -> PublishedAnswer | None:
    """The answer drafted from a case, in whatever state; None when there is none."""
    return PublishedAnswer.objects.filter(case=case).order_by("-id").first()


def personal_data_in(answer: PublishedAnswer) -> dict[str, list[Found]]:
    """By field, what seems to be personal data; the municipality's own contacts and those who answer for it are not."""
    contact = answer.case.contact if answer.case else None
    keep = not_private(answer.municipality, answer.case)
    return {
        field: find_personal_data(getattr(answer, field), contact, keep, PERSONAL) for field in rules.CHECKED_FIELDS
    }


def not_private(municipality: Municipality, case: Case | None) -> frozenset[str]:
    """The municipality's own contacts, units and places, and the names of the officials who wrote to the case's sender."""
    said = case.messages.filter(author__isnull=False).select_related("author") if case else ()
    return public_contacts(municipality) | {plain(each.author.display_name) for each in said if each.author}


def findings(answer: PublishedAnswer) -> list[rules.Finding]:
    """The same as one list, for people to look at."""
    return [
        finding
        for field, found in personal_data_in(answer).items()
        for finding in rules.findings_in(field, getattr(answer, field), found)
    ]
