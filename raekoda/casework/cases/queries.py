"""Every read of cases. Lists, searches, maps, exports and counts start from ``visible_to``: see :mod:`visibility`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Count, F, Func, JSONField, Prefetch, QuerySet, TextField, Value

from raekoda.casework.cases.models import OPEN_STATUSES, Attachment, Case, Status
from raekoda.casework.cases.numbers import parse_number
from raekoda.casework.cases.timeline import Entry, timeline
from raekoda.casework.cases.visibility import visible_to, withheld
from raekoda.identity.accounts.capabilities import ORDINARY
from raekoda.identity.persons.access import owned_by
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.addresses import ascii_email
from raekoda.platform.core.clock import local_midnight
from raekoda.platform.core.fields import Point
from raekoda.platform.core.geometry import box_around, metres_between
from raekoda.platform.core.text import detect_language, lemmas, quoted
from raekoda.registry.assets.models import Asset
from raekoda.registry.services.models import Service

LONGEST_SEARCH = 200
NEAR_CANDIDATES = 400
ORDERS = {
    "due": ("due_on", "id"),
    "newest": ("-registered_at", "-id"),
    "oldest": ("registered_at", "id"),
    "changed": ("-updated_at", "-id"),
}
"""Sort orders of lists of cases, for ``core.paging``."""
HEAVY_FIELDS = {
    "service": [
        field.name for field in Service._meta.concrete_fields if isinstance(field, (TextField, JSONField, ArrayField))
    ],
    "area": ["geometry"],
}
"""Fields of related records that lists do not load."""


def own_cases(actor: Actor) -> QuerySet[Case]:
    """Cases of the person for whom a signed-in resident acts, for the resident's own pages; none for others.

    What is withheld from the family is left out when the resident acts for somebody else.
    """
    cases = Case.objects.defer("words").filter(owned_by(actor))
    return cases if actor.person_id == actor.subject_id else cases.exclude(withheld())


def public() -> QuerySet[Case]:
    """Public reports of the current municipality."""
    return visible_to(Actor.resident())


def open_public() -> QuerySet[Case]:
    """Public reports that are being dealt with."""
    return public().filter(status__in=OPEN_STATUSES)


def with_public_photos(cases: QuerySet[Case]) -> QuerySet[Case]:
    """``cases`` with ``public_photos``: their released photos that have a thumbnail, in one more query."""
    photos = Attachment.objects.filter(is_public=True).exclude(thumbnail="")
    return cases.prefetch_related(Prefetch("attachments", photos, to_attr="public_photos"))


def find_by_token(token: str) -> Case | None:
    """The case of a private status link; ``None`` when the link is unknown in this municipality."""
    return (
        Case.objects.defer("words")
        .select_related("service", "unit", "official", "contact", "person")
        .filter(token=token)
        .first()
    )


def find_by_ref(actor: Actor, ref: str) -> Case | None:
    """The case with this public identifier; ``None`` when it is not public and ``actor`` may not see it."""
    return (
        (visible_to(actor) | public())
        .select_related("service", "unit", "area")
        .defer("words", "area__geometry")
        .filter(ref=ref)
        .first()
    )


def merge_target(case: Case) -> Case:
    """The case into which ``case`` was merged; ``case`` itself when it was not merged."""
    return case.merged_into if case.status == Status.MERGED and case.merged_into else case


@dataclass(frozen=True)
class Filters:
    """Filters of a list of cases; ``None`` and empty mean all. Keys are of the current municipality."""

    open: bool | None = None
    statuses: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    official: int | None = None
    unassigned: bool = False
    service: int | None = None
    topic: int | None = None
    kind: str = ""
    channel: str = ""
    area: int | None = None
    late: bool = False
    due_within_days: int | None = None
    registered_from: date | None = None
    registered_to: date | None = None
    text: str = ""

    def apply(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """``cases`` that match every filter."""
        exact = {
            "status__in": self.statuses, "unit__in": self.units, "official": self.official, "service": self.service,
            "topic": self.topic, "kind": self.kind, "channel": self.channel, "area": self.area,
        }  # fmt: skip
        cases = cases.filter(**{name: value for name, value in exact.items() if value})
        if self.open is not None:
            cases = cases.filter(closed_at__isnull=self.open)
        if self.unassigned:
            cases = cases.filter(official__isnull=True, closed_at__isnull=True)
        if self.late:
            cases = late_cases(cases)
        if self.due_within_days is not None:
            last = clock.today() + timedelta(days=self.due_within_days)
            cases = cases.filter(closed_at__isnull=True, due_on__lte=last).exclude(status=Status.SUSPENDED)
        if self.registered_from:
            cases = cases.filter(registered_at__gte=local_midnight(self.registered_from))
        if self.registered_to:
            cases = cases.filter(registered_at__lt=local_midnight(self.registered_to + timedelta(days=1)))
        return search_cases(cases, self.text) if self.text.strip() else cases


def queue(actor: Actor, filters: Filters | None = None, **narrow: object) -> QuerySet[Case]:
    """Cases that ``actor`` may see, filtered by :class:`Filters` (or its fields as keywords), with the relations of a list.

    Paginate with ``core.paging.keyset`` in one of ``ORDERS``. Raises ``TypeError`` for an unknown filter.
    """
    filters = filters or Filters(**narrow)  # type: ignore[arg-type]
    return with_names(filters.apply(visible_to(actor)), "service", "unit", "official", "area")


def with_names(cases: QuerySet[Case], *relations: str) -> QuerySet[Case]:
    """``cases`` with their service, unit, official or area in the same query, without long texts and boundaries."""
    heavy = [f"{relation}__{name}" for relation in relations for name in HEAVY_FIELDS.get(relation, ())]
    return cases.select_related(*relations).defer("words", *heavy)


def late_cases(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Open cases past their due day; suspended ones are not late."""
    return cases.filter(closed_at__isnull=True, due_on__lt=clock.today()).exclude(status=Status.SUSPENDED)


def search_cases(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Cases with all words of ``text`` in any form and language; a number ("2026-000123") finds that case.

    An e-mail address or a phone number finds cases of that contact, but no special matters. Searches within ``cases``, which
    must be filtered by permission already.
    """
    text = text.strip()[:LONGEST_SEARCH]
    if number := parse_number(text):
        return cases.filter(pk=number.key, registered_at__range=_year(number.year))
    if "@" in text:
        return cases.filter(contact__email__iexact=ascii_email(text), sensitivity__in=ORDINARY)
    digits = re.sub(r"[\s()-]", "", text)
    if re.fullmatch(r"\+?\d{7,15}", digits):
        numbers = {text, digits, f"+372{digits}", digits.removeprefix("+372")}
        return cases.filter(contact__phone__in=numbers, sensitivity__in=ORDINARY)
    query = _text_query(text)
    return cases.filter(_has_words(query)) if query else cases.none()


def nearby_open(point: Point, *, metres: float = 150, service: Service | None = None, limit: int = 5) -> list[Case]:
    """Open public reports within ``metres`` of ``point``, nearest first; each has a ``metres`` attribute."""
    cases = public() if service is None else public().filter(service=service)
    return nearest_open(with_names(cases, "service"), point, metres=metres, limit=limit)


def nearest_open(cases: QuerySet[Case], point: Point, *, metres: float, limit: int) -> list[Case]:
    """Open cases of ``cases`` within ``metres`` of ``point``, nearest first; each has a ``metres`` attribute."""
    candidates = cases.filter(status__in=OPEN_STATUSES, point__within_box=box_around(point, metres))
    found = list(candidates.order_by("-id")[:NEAR_CANDIDATES])
    for case in found:
        case.metres = metres_between(point, case.point)  # type: ignore[attr-defined, arg-type]
    near = [case for case in found if case.metres <= metres]  # type: ignore[attr-defined]
    return sorted(near, key=lambda case: case.metres)[:limit]  # type: ignore[attr-defined]


def cases_of_asset(asset: Asset, actor: Actor, *, is_open: bool | None = None) -> QuerySet[Case]:
    """Cases about ``asset`` that ``actor`` may see, newest first: open ones, ended ones, or all (``is_open`` None)."""
    cases = with_names(visible_to(actor).filter(asset=asset), "service", "area").order_by("-id")
    return cases if is_open is None else cases.filter(closed_at__isnull=is_open)


def open_counts(assets: Iterable[Asset], actor: Actor) -> dict[int, int]:
    """Number of open cases about each of ``assets`` that ``actor`` may see, by key of the asset; assets without any are left
    out."""
    counted = visible_to(actor).filter(asset__in=list(assets), closed_at__isnull=True)
    return dict(counted.order_by().values("asset").annotate(reports=Count("pk")).values_list("asset", "reports"))


def _year(year: int) -> tuple[object, object]:
    year = min(max(year, 1), 9998)
    return local_midnight(date(year, 1, 1)), local_midnight(date(year + 1, 1, 1))


def _has_words(query: str) -> Func:
    tsquery = Func(Value(query), template="(%(expressions)s)::tsquery")
    return Func(F("words"), tsquery, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())


def _text_query(text: str) -> str:
    """A ``tsquery`` literal: every word, as a lemma of any of the languages it may be in."""
    languages = dict.fromkeys(["et", detect_language(text)])
    by_language = [lemmas(text, language) for language in languages]
    return " & ".join(
        "(" + " | ".join(dict.fromkeys(quoted(term) for term in forms)) + ")"
        for forms in zip(*by_language, strict=True)
    )


__all__ = [
    "ORDERS", "Entry", "Filters", "cases_of_asset", "find_by_ref", "find_by_token", "late_cases", "merge_target",
    "nearby_open", "open_counts", "own_cases", "public", "queue", "search_cases", "timeline", "visible_to", "with_names",
    "withheld",
]  # fmt: skip
