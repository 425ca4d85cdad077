"""Reads of published answers. ``visible_to`` checks permissions."""

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
MOST_RELATED_HITS = 8


def visible_to(actor: Actor) -> QuerySet[PublishedAnswer]:
    """Answers of the current municipality: all for actors who write them, published ones for others."""
    answers = PublishedAnswer.objects.all()
    return answers if actor.may("answers.write") else answers.filter(status=Status.PUBLISHED)


def public() -> QuerySet[PublishedAnswer]:
    """Published answers."""
    return visible_to(Actor.resident())


def topics_in_use(language: str) -> QuerySet[Topic]:
    """Topics with public answers in ``language``; each has ``answers``, their number."""
    published = public().filter(language=language, topic__isnull=False)
    counts = published.values("topic").annotate(answers=Count("pk")).values_list("topic", "answers")
    number_of = dict(counts)
    topics = Topic.objects.filter(pk__in=number_of)
    for topic in topics:
        topic.answers = number_of[topic.pk]  # type: ignore[attr-defined]
    return topics


def search_answers(text: str, language: str, limit: int = 30) -> list[PublishedAnswer]:
    """Public answers that match ``text``, best first; each has ``snippet``, safe HTML with the words highlighted."""
    hits = search(text, language, kinds=["answer"], limit=limit).hits
    found = public().select_related("topic", "unit").in_bulk([int(hit.key) for hit in hits])
    answers = []
    for hit in hits:
        if answer := found.get(int(hit.key)):
            answer.snippet = hit.snippet  # type: ignore[attr-defined]
            answers.append(answer)
    return answers


def related(answer: PublishedAnswer, limit: int = 4) -> list[PublishedAnswer]:
    """Public answers similar to ``answer``, then others of the same topic."""
    alike = [each for each in search_answers(answer.title, answer.language, MOST_RELATED_HITS) if each.pk != answer.pk][
        :limit
    ]
    if len(alike) < limit and answer.topic_id:
        known = [answer.pk, *(each.pk for each in alike)]
        same = public().filter(topic=answer.topic_id, language=answer.language).exclude(pk__in=known)
        alike += list(same.order_by("-listed_at", "-id")[: limit - len(alike)])
    return alike


def find_by_case(case: Case) -> PublishedAnswer | None:
    """The answer drafted from a case, in any status; None when there is none."""
    return PublishedAnswer.objects.filter(case=case).order_by("-id").first()


def personal_data_in(answer: PublishedAnswer) -> dict[str, list[Found]]:
    """Possible personal data by field, except the municipality's own contacts and its officials."""
    contact = answer.case.contact if answer.case else None
    keep = public_names(answer.municipality, answer.case)
    return {
        field: find_personal_data(getattr(answer, field), contact, keep, PERSONAL) for field in rules.CHECKED_FIELDS
    }


def public_names(municipality: Municipality, case: Case | None) -> frozenset[str]:
    """Names that are not private: the municipality's contacts, units and places, and officials who wrote to the case's
    sender."""
    messages = case.messages.filter(author__isnull=False).select_related("author") if case else ()
    return public_contacts(municipality) | {plain(each.author.display_name) for each in messages if each.author}


def findings(answer: PublishedAnswer) -> list[rules.Finding]:
    """The same as one list, for people to review."""
    return [
        finding
        for field, found in personal_data_in(answer).items()
        for finding in rules.findings_in(field, getattr(answer, field), found)
    ]
