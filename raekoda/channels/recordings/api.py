"""The door for other systems: ``POST /api/v1/recordings`` with a key, a file and whether the caller agreed."""

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
from raekoda.platform.core.links import site_url
from raekoda.platform.core.numbers import whole
from raekoda.platform.core.ratelimit import allow, client_address
from raekoda.platform.core.tenancy import current

app_name = "recordings_api"
PER_MINUTE = 120
WRONG_KEYS_PER_MINUTE = 20
OVERHEAD = 1024 * 1024
YES, NO = frozenset({"true", "1", "yes"}), frozenset({"false", "0", "no", ""})
WORDS = {
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
    """A view for systems: known by a key, limited, errors in the API's one shape, in English."""

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
                    response = error_response(request, refusal.status, WORDS, details=refusal.details, methods=methods)
                except Exception as error:
                    log.error("recordings_api_failed", exc_info=error)
                    response = error_response(request, 500, WORDS)
            response["Cache-Control"] = "private, no-store"
            return response

        return guarded

    return decorate


@endpoint("POST")
def hand_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take in a file: 201, or 200 with the first one when the same content was handed in before."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if (whole(length) or 0) > settings.RAEKODA_RECORDING_BYTES + OVERHEAD:
        raise ApiError(413)
    try:
        file, given = request.FILES.get("file"), request.POST
    except (MultiPartParserError, UnreadablePostError, SuspiciousOperation, ValueError) as error:
        raise ApiError(400) from error
    if file is None:
        raise ApiError(422, "file", "A file is needed.")
    if file.size is not None and file.size > settings.RAEKODA_RECORDING_BYTES:
        raise ApiError(413)
    recording, is_new = actions.receive(
        file, municipality=current(), actor=actor, source=Source.API, name=file.name or "",
        consent=_truth(given.get("consent", "")), reference=given.get("reference", ""),
    )  # fmt: skip
    return JsonResponse(_described(recording), status=201 if is_new else 200)


@endpoint("GET")
def one(request: HttpRequest, actor: Actor, *, ref: str) -> HttpResponse:
    """How far a file is that came by the API. Its words are not told here."""
    found = Recording.objects.filter(ref=ref, source=Source.API).first()
    if found is None:
        raise ApiError(404)
    return JsonResponse(_described(found))


def _actor(request: HttpRequest) -> Actor:
    """The integration of the key in ``X-Api-Key``. Raises :class:`ApiError` (403, 429)."""
    plain = request.headers.get("X-Api-Key", "").strip()[:200]
    key = queries.key_of(plain) if plain else None
    if key is None:
        limited = not allow("recordings-wrong-key", client_address(request), WRONG_KEYS_PER_MINUTE, 60)
        raise ApiError(429 if limited else 403)
    if not allow("recordings-key", str(key.pk), PER_MINUTE, 60):
        raise ApiError(429)
    return Actor.integration(key.pk, getattr(request, "request_id", ""))


def _truth(said: str) -> bool:
    said = said.strip().lower()
    if said not in YES | NO:
        raise ApiError(422, "consent", "Say true or false.")
    return said in YES


def _described(recording: Recording) -> dict[str, Any]:
    problem, way = recording.problem_words
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
    path("recordings", hand_in, name="hand_in"),
    path("recordings/<str:ref>", one, name="one"),
]
