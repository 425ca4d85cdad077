"""JSON API v1: public data of the municipality of the host, and the assistant. Reports are sent through Open311."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import http_date
from ninja import NinjaAPI, Path, Query

from raekoda.casework.answers import queries as answers
from raekoda.casework.cases import queries as cases
from raekoda.casework.cases.models import Case
from raekoda.identity.places import queries as places
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.links import site_url
from raekoda.platform.core.tenancy import current
from raekoda.platform.search import queries as search
from raekoda.publishing.api import assistant, errors, parameters, presenters, schemas, statistics
from raekoda.publishing.api.errors import Error
from raekoda.registry.services import queries as services

DESCRIPTION = """
Services, published answers and public reports of one municipality. No key is needed; nothing here is about a private
person. Each municipality has its own host. Lists are paged by key: follow `next`. Every answer carries an `ETag`; send it
back as `If-None-Match` and get 304 while nothing has changed. At most 300 requests a minute from one address. Texts come
in every language in which they are written. `POST /ask` answers a question from what the municipality has published, at
most 20 times a minute and 200 times a day from one address. Reports are made through Open311 GeoReport v2 at `/open311/v2/`.
"""


class Api(NinjaAPI):
    """Removes null from the schemas of optional query parameters."""

    def get_openapi_schema(self, **options: Any) -> Any:
        description = super().get_openapi_schema(**options)
        for operations in description["paths"].values():
            for operation in operations.values():
                for parameter in operation.get("parameters", []):
                    parameter["schema"] = _without_null(parameter["schema"])
        return description


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    return {name: value for name, value in schema.items() if name != "anyOf"} | kinds[0]


api = Api(
    title="Raekoda", version="1", description=DESCRIPTION.strip(), urls_namespace="api", docs_url=None,
    openapi_url="/openapi.json",
)  # fmt: skip
errors.install_handlers(api)
PROBLEMS: dict[int, Any] = {422: Error, 429: Error}
WITH_MISSING: dict[int, Any] = {404: Error, **PROBLEMS}
RESIDENT = Actor.resident()


@api.get("/municipality", response={200: schemas.MunicipalityOut, 429: Error}, tags=["municipality"])
def municipality(request: HttpRequest) -> Any:
    """The municipality that this host serves."""
    return presenters.present_municipality(current())


@api.get("/topics", response={200: list[schemas.TopicOut], 429: Error}, tags=["services"])
def topics(request: HttpRequest) -> Any:
    """All topics, in their order."""
    site = site_url(current())
    return [presenters.present_topic(topic, site) for topic in services.topics()]


@api.get("/services", response={200: schemas.Page[schemas.ServiceLine], **PROBLEMS}, tags=["services"])
def service_list(
    request: HttpRequest, filters: Query[parameters.ServiceFilters], paging: Query[parameters.Paging]
) -> Any:
    """Public services, oldest first."""
    found = services.visible_to(RESIDENT).prefetch_related("topics")
    if filters.topic:
        topic = services.topics().filter(slug=filters.topic).first()
        found = found.filter(pk__in=services.for_topic(topic).values("pk")) if topic else found.none()
    if filters.life_event:
        found = found.filter(life_events__contains=[filters.life_event])
    if filters.target_group:
        found = found.filter(target_groups__contains=[filters.target_group])
    if filters.takes_reports is not None:
        found = found.filter(takes_reports=filters.takes_reports)
    if filters.changed_since:
        found = found.filter(updated_at__gte=filters.changed_since)
    site = site_url(current())
    return _page(
        parameters.paged(found, paging, ("id",)), lambda service: presenters.present_service_line(service, site)
    )


@api.get("/services/{code}", response={200: schemas.ServiceOut, **WITH_MISSING}, tags=["services"])
def service(request: HttpRequest, code: Path[parameters.Code], response: HttpResponse) -> Any:
    """One public service with all that is known of it."""
    found = services.with_details(services.visible_to(RESIDENT)).prefetch_related("related").filter(code=code).first()
    if found is None:
        raise Http404
    response["Last-Modified"] = http_date(found.updated_at.timestamp())
    return presenters.present_service(found, site_url(current()))


@api.get("/answers", response={200: schemas.Page[schemas.AnswerLine], **PROBLEMS}, tags=["answers"])
def answer_list(
    request: HttpRequest, filters: Query[parameters.AnswerFilters], paging: Query[parameters.Paging]
) -> Any:
    """Published answers, newest first."""
    found = answers.visible_to(RESIDENT).select_related("topic", "service")
    if filters.language:
        found = found.filter(language=filters.language)
    if filters.topic:
        found = found.filter(topic__slug=filters.topic)
    if filters.service:
        found = found.filter(service__code=filters.service)
    site = site_url(current())
    return _page(parameters.paged(found, paging, ("-id",)), lambda answer: presenters.present_answer_line(answer, site))


@api.get("/answers/{slug}", response={200: schemas.AnswerOut, **WITH_MISSING}, tags=["answers"])
def answer(request: HttpRequest, slug: Path[parameters.Code], response: HttpResponse) -> Any:
    """One published answer."""
    found = answers.visible_to(RESIDENT).select_related("topic", "service", "unit").filter(slug=slug).first()
    if found is None:
        raise Http404
    response["Last-Modified"] = http_date(found.updated_at.timestamp())
    return presenters.present_answer(found, site_url(current()))


@api.get("/cases", response={200: schemas.Page[schemas.CaseOut], **PROBLEMS}, tags=["reports"])
def case_list(request: HttpRequest, filters: Query[parameters.CaseFilters], paging: Query[parameters.Paging]) -> Any:
    """Public reports, newest first or by last change."""
    narrowed = cases.Filters(
        open=filters.open,
        statuses=(filters.status.value,) if filters.status else (),
        kind=filters.kind.value if filters.kind else "",
        registered_from=filters.registered_from,
        registered_to=filters.registered_to,
    )
    found = cases.queue(RESIDENT, narrowed)
    if filters.service:
        found = found.filter(service__code=filters.service)
    if filters.topic:
        found = found.filter(topic__slug=filters.topic)
    if filters.bbox:
        found = found.filter(point__within_box=parameters.parse_bbox(filters.bbox))
    site = site_url(current())
    return _page(
        parameters.paged(found, paging, cases.ORDERS[filters.order]), lambda case: presenters.present_case(case, site)
    )


@api.get("/cases/{ref}", response={200: schemas.CaseOut, **WITH_MISSING}, tags=["reports"])
def case(request: HttpRequest, ref: Path[parameters.Code], response: HttpResponse) -> Any:
    """One public report, by its public identifier."""
    found: Case | None = cases.find_by_ref(RESIDENT, ref)
    if found is None:
        raise Http404
    response["Last-Modified"] = http_date(found.updated_at.timestamp())
    return presenters.present_case(found, site_url(current()))


@api.get("/areas", response={200: list[schemas.AreaOut], 429: Error}, tags=["places"])
def areas(request: HttpRequest) -> Any:
    """The municipality's districts."""
    return [presenters.present_area(area) for area in places.districts(current())]


@api.get("/areas/at", response={200: schemas.WhereOut, **PROBLEMS}, tags=["places"])
def area_at(request: HttpRequest, lon: parameters.Longitude, lat: parameters.Latitude) -> Any:
    """What lies at a point: municipality, settlement, district."""
    point, here = Point(lon, lat), current()
    return {
        "is_here": places.is_inside(point, here),
        "district": presenters.present_area(places.district_at(point, here)),
        "settlement": presenters.present_area(places.settlement_at(point)),
        "municipality": presenters.present_area(places.municipality_area_at(point)),
    }


@api.get("/search", response={200: schemas.SearchOut, **PROBLEMS}, tags=["search"])
def found(
    request: HttpRequest,
    q: parameters.Query,
    language: parameters.Language = "et",
    kind: Literal["service", "answer", "page", "news"] | None = None,
    limit: int = Query(20, ge=1, le=50),
) -> Any:
    """Services, answers, pages and news that fit a question, best first."""
    results = search.search(q, language, kinds=[kind] if kind else None, limit=limit)
    site = site_url(current())
    hits = [
        {
            "kind": hit.kind,
            "language": hit.language,
            "title": hit.title,
            "url": site + hit.url,
            "snippet": str(hit.snippet),
        }
        for hit in results.hits
    ]
    return {"corrected": results.corrected, "hits": hits}


@api.post("/ask", response={200: schemas.ReplyOut, 400: Error, 413: Error, **PROBLEMS}, tags=["search"])
def ask(request: HttpRequest, asked: parameters.Question) -> Any:
    """A short answer from published texts alone, each sentence with its source; or that there is none."""
    return assistant.reply(request, asked)


@api.get("/statistics", response={200: schemas.StatisticsOut, 429: Error}, tags=["statistics"])
def counts(request: HttpRequest) -> Any:
    """Counts of what is public; what is not public is not counted."""
    return statistics.public_counts(RESIDENT)


def _page(page: Any, present: Any) -> dict[str, Any]:
    return {
        "items": [present(item) for item in page.items],
        "next": page.next_cursor,
        "previous": page.previous_cursor,
    }
