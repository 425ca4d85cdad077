"""HTTP endpoints for other systems: ``POST /api/v1/recordings`` with an API key, a file and the consent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import path, reverse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from raekoda.channels.recordings import actions, queries
from raekoda.channels.recordings.models import Recording, Source
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.api_errors import ApiError, error_response
from raekoda.platform.core.apikeys import wrong_key
from raekoda.platform.core.links import site_url
from raekoda.platform.core.numbers import whole
from raekoda.platform.core.ratelimit import allow
from raekoda.platform.core.tenancy import current

app_name = "recordings_api"
PER_MINUTE = 120
OVERHEAD = 1024 * 1024
YES, NO = frozenset({"true", "1", "yes"}), frozenset({"false", "0", "no", ""})
MESSAGES = {
    400: ("bad_request", "The request cannot be read. Send multipart/form-data with the field 'file'."),
    403: ("forbidden", "The key in X-Api-Key is missing, wrong or out of use here."),
    404: ("not_found", "There is nothing here."),
    405: ("method_not_allowed", "This address does not take this method."),
    413: ("too_large", "The file is too large."),
    422: ("invalid_parameters", "Some parameters cannot be used; see details."),
    429: ("too_many_requests", "Too many requests. Wait a minute and go on more slowly."),
    500: ("server_error", "Something broke on our side. It is in the log under the request id."),
}
log = structlog.get_logger(__name__)


def endpoint(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Decorator of views for other systems: API key, rate limit, API errors in English."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, **parameters: Any) -> HttpResponse:
            with override("en"):
                try:
                    if request.method not in methods:
                        raise ApiError(405)
                    response = view(request, _actor(request), **parameters)
                except ApiError as refusal:
                    response = error_response(
                        request, refusal.status, MESSAGES, details=refusal.details, methods=methods
                    )
                except Exception as error:
                    log.error("recordings_api_failed", exc_info=error)
                    response = error_response(request, 500, MESSAGES)
            response["Cache-Control"] = "private, no-store"
            return response

        return guarded

    return decorate


@endpoint("POST")
def submit(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Store a file: 201, or 200 with the existing recording if the content is stored already."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if (whole(length) or 0) > settings.RAEKODA_RECORDING_BYTES + OVERHEAD:
        raise ApiError(413)
    try:
        file, data = request.FILES.get("file"), request.POST
    except (MultiPartParserError, UnreadablePostError, SuspiciousOperation, ValueError) as error:
        raise ApiError(400) from error
    if file is None:
        raise ApiError(422, "file", "A file is needed.")
    if file.size is not None and file.size > settings.RAEKODA_RECORDING_BYTES:
        raise ApiError(413)
    recording, is_new = actions.receive(
        file, municipality=current(), actor=actor, source=Source.API, name=file.name or "",
        consent=_parse_boolean(data.get("consent", "")), reference=data.get("reference", ""),
    )  # fmt: skip
    return JsonResponse(_serialize(recording), status=201 if is_new else 200)


@endpoint("GET")
def detail(request: HttpRequest, actor: Actor, *, ref: str) -> HttpResponse:
    """State of a file received by the API, without its transcript."""
    found = Recording.objects.filter(ref=ref, source=Source.API).first()
    if found is None:
        raise ApiError(404)
    return JsonResponse(_serialize(found))


def _actor(request: HttpRequest) -> Actor:
    """The integration of the key in ``X-Api-Key``. Raises :class:`ApiError` (403, 429)."""
    plain = request.headers.get("X-Api-Key", "").strip()[:200]
    key = queries.find_key(plain) if plain else None
    if key is None:
        raise ApiError(429 if wrong_key(request, plain) else 403)
    if not allow("recordings-key", str(key.pk), PER_MINUTE, 60):
        raise ApiError(429)
    return Actor.integration(key.pk, getattr(request, "request_id", ""))


def _parse_boolean(value: str) -> bool:
    value = value.strip().lower()
    if value not in YES | NO:
        raise ApiError(422, "consent", "Say true or false.")
    return value in YES


def _serialize(recording: Recording) -> dict[str, Any]:
    problem, way = recording.problem_description
    with override(settings.LANGUAGE_CODE):
        page = reverse("recordings_desk:recording", args=[recording.ref])
    return {
        "ref": recording.ref,
        "kind": recording.kind,
        "state": recording.state,
        "problem": {"code": recording.problem, "message": problem, "how_to_go_on": way} if problem else None,
        "received_at": recording.received_at.isoformat(),
        "delete_after": recording.delete_after.isoformat(),
        "desk_url": site_url(recording.municipality) + page,
    }


urlpatterns = [
    path("recordings", submit, name="hand_in"),
    path("recordings/<str:ref>", detail, name="one"),
]
