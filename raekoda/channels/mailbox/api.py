"""HTTP endpoint: ``POST /api/v1/mail?to=ADDRESS`` with an API key and the original letter (``message/rfc822``)."""

from __future__ import annotations

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import path
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from raekoda.channels.mailbox import boxes, queries
from raekoda.channels.mailbox.intake import receive
from raekoda.channels.mailbox.models import IntakeChannel, Mail
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.api_errors import ApiError, error_response
from raekoda.platform.core.apikeys import wrong_key
from raekoda.platform.core.tenancy import current

app_name = "mailbox_api"
MESSAGES = {
    400: ("bad_request", "The request cannot be read. Send the letter as the body."),
    403: ("forbidden", "The key in X-Api-Key is missing, wrong or out of use here."),
    404: ("not_found", "There is no mailbox with the address given in 'to'."),
    405: ("method_not_allowed", "This address does not take this method."),
    413: ("too_large", "The letter is larger than this mailbox takes."),
    422: ("invalid_parameters", "The body is empty."),
    429: ("too_many_requests", "Too many requests. Wait a minute and go on more slowly."),
    500: ("server_error", "Something broke on our side; the letter was not kept. Try again later."),
}
log = structlog.get_logger(__name__)


@csrf_exempt
def submit(request: HttpRequest) -> HttpResponse:
    """Store a letter: 201, or 200 if it is stored already. Any other status means that it was not stored."""
    with override("en"):
        try:
            response = _submit(request)
        except ApiError as refusal:
            response = error_response(request, refusal.status, MESSAGES)
        except UnreadablePostError:
            response = error_response(request, 400, MESSAGES)
        except Exception as error:
            log.error("mail_api_failed", exc_info=error)
            response = error_response(request, 500, MESSAGES)
    response["Cache-Control"] = "private, no-store"
    return response


def _submit(request: HttpRequest) -> JsonResponse:
    if request.method != "POST":
        raise ApiError(405)
    plain = request.headers.get("X-Api-Key", "").strip()[:200]
    key = queries.find_key(plain) if plain else None
    if key is None:
        raise ApiError(429 if wrong_key(request, plain) else 403)
    address = request.GET.get("to", "")[:254]
    found = boxes.find_recipient(address) if "@" in address and "\x00" not in address else None
    if found is None or found[0].pk != current().pk:
        raise ApiError(404)
    box = found[1]
    content = request.read(box.most_bytes + 1)
    if len(content) > box.most_bytes:
        raise ApiError(413)
    if not content.strip():
        raise ApiError(422)
    actor = Actor.integration(key.pk, getattr(request, "request_id", ""))
    mail, is_new = receive(content, box=box, actor=actor, channel=IntakeChannel.HTTP, recipient=address)
    return _response(mail, 201 if is_new else 200)


def _response(mail: Mail, status: int) -> JsonResponse:
    return JsonResponse(
        {"ref": mail.ref, "state": mail.state, "received_at": mail.received_at.isoformat()}, status=status
    )


urlpatterns = [path("mail", submit, name="hand_in")]
