"""The endpoint that receives messages from other systems, and the OpenAPI description of all messages."""

from __future__ import annotations

import time

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import path
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from raekoda.casework.webhooks import rules
from raekoda.casework.webhooks.incoming import MessageIdReused, is_unprocessed, receive
from raekoda.casework.webhooks.models import Received, Source
from raekoda.platform.core import clock
from raekoda.platform.core.api_errors import error_response
from raekoda.platform.core.errors import RequestError
from raekoda.platform.core.links import site_url
from raekoda.platform.core.numbers import whole
from raekoda.platform.core.ratelimit import allow, client_address
from raekoda.platform.core.tenancy import current

app_name = "webhooks"
MOST_BYTES = 256 * 1024
PER_MINUTE = 120
FORGED_PER_MINUTE = 20
ERRORS = {
    400: ("bad_request", "The headers of the Standard Webhooks specification are missing or not understood."),
    401: ("bad_signature", "The signature is not valid. Nothing was stored."),
    404: ("not_found", "There is no source at this address."),
    405: ("method_not_allowed", "This address takes POST."),
    409: ("identifier_used", "This webhook-id was used before for another body. Nothing was done."),
    413: ("too_large", "The body is too large: at most 256 KiB."),
    422: ("not_understood", "The message is not valid and is stored for staff to read. See details."),
    429: ("too_many_requests", "Too many requests. Wait a minute and go on more slowly."),
    500: ("server_error", "Something broke on our side; send it again. It is in the log under the request id."),
}
log = structlog.get_logger(__name__)


class WebhookRejected(RequestError):
    """An error response: HTTP status, message, problems by field."""

    def __init__(self, status: int, message: str = "", details: list[dict[str, str]] | None = None) -> None:
        super().__init__(status, message)
        self.details = details or []


@csrf_exempt
def receive_message(request: HttpRequest, ref: str) -> HttpResponse:
    """Ingest a signed message: 201 case opened, 200 added to a case or known already, 202 stored and not ingested because of
    an error on our side, 422 invalid and stored for staff."""
    with override("en"):
        try:
            response = _receive(request, ref)
        except WebhookRejected as refusal:
            response = error_response(request, refusal.status, ERRORS, message=refusal.message, details=refusal.details)
        except Exception as error:
            log.error("webhook_door_failed", exc_info=error)
            response = error_response(request, 500, ERRORS)
    response["Cache-Control"] = "no-store"
    return response


def _receive(request: HttpRequest, ref: str) -> HttpResponse:
    if request.method != "POST":
        raise WebhookRejected(405)
    source = Source.objects.select_related("municipality", "service").filter(ref=ref, is_active=True).first()
    if source is None:
        if not allow("webhook-no-door", client_address(request), FORGED_PER_MINUTE, 60):
            raise WebhookRejected(429)
        raise WebhookRejected(404)
    message_id, body = _verified(request, source)
    if not allow("webhook-source", source.ref, PER_MINUTE, 60):
        raise WebhookRejected(429)
    try:
        row, is_new = receive(source, message_id=message_id, body=body, request_id=getattr(request, "request_id", ""))
    except MessageIdReused as error:
        raise WebhookRejected(409) from error
    return _response(row, is_new)


def _verified(request: HttpRequest, source: Source) -> tuple[str, bytes]:
    """Identifier and body of the message, its signature verified. Raises :class:`WebhookRejected`."""
    address = client_address(request)
    try:
        envelope = rules.parse_headers(request.headers)
        body = _body(request)
        rules.verify(envelope, body, source.secrets_at(clock.now()), time.time())
    except rules.SignatureError as unsigned:
        if not allow("webhook-forged", address, FORGED_PER_MINUTE, 60):
            raise WebhookRejected(429) from unsigned
        raise WebhookRejected(401 if unsigned.is_forged else 400, unsigned.message) from unsigned
    return envelope.message_id, body


def _body(request: HttpRequest) -> bytes:
    length = whole(request.META.get("CONTENT_LENGTH") or "0")
    if length is None or length > MOST_BYTES:
        raise WebhookRejected(413)
    try:
        body = request.read(MOST_BYTES + 1)
    except (OSError, UnreadablePostError) as error:
        raise WebhookRejected(400) from error
    if len(body) > MOST_BYTES:
        raise WebhookRejected(413)
    return body


def _response(row: Received, is_new: bool) -> HttpResponse:
    if is_unprocessed(row):
        return JsonResponse({"status": "stored", "case": None}, status=202)
    if row.state == Received.State.FAILED:
        raise WebhookRejected(422, details=row.problems)
    is_opening = row.word is not None and row.word.kind == "opening"
    outcome = "known" if not is_new or row.state != Received.State.TAKEN else "opened" if is_opening else "added"
    case = {"number": row.case.number} if row.case is not None else None
    return JsonResponse({"status": outcome, "case": case}, status=201 if outcome == "opened" else 200)


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1: outgoing messages (``webhooks``) and the endpoint for incoming ones (``paths``)."""
    from raekoda.casework.webhooks import description

    response = JsonResponse(
        description.openapi_document(site_url(current())), json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    return response


urlpatterns = [
    path("veebihaak/openapi.json", openapi, name="openapi"),
    path("veebihaak/<str:ref>", receive_message, name="door"),
]
