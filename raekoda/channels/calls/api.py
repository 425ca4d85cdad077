"""HTTP endpoints for phone exchanges (PBX): call events and recordings. Documented in docs/channels/calls.md."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import IO, Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.dateparse import parse_datetime

from raekoda.channels.calls import actions, queries
from raekoda.channels.calls.actions.recordings import ConsentUnknown
from raekoda.channels.calls.authentication import signature_required
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, Direction, ExchangeKey
from raekoda.channels.calls.rules import EVENTS, Report, normalize_number
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.api_errors import ApiError
from raekoda.platform.core.tenancy import current

app_name = "calls_api"
MOST_BYTES = 16 * 1024
LONGEST = {"call": 120, "number": 40, "line": 60, "operator": 150}
OLDEST, AHEAD = timedelta(days=1), timedelta(minutes=1)


@signature_required(lambda: MOST_BYTES)
def events(request: HttpRequest, key: ExchangeKey, body: IO[bytes], signature: str) -> JsonResponse:
    """Process a call event: 200 with the call and whether the message was received before."""
    message = _parse(body)
    external_id = message["call"]
    if not external_id:
        raise ApiError(422, "call", "Name the call.")
    call, is_new = actions.process_report(
        current(), external_id=external_id, signature=signature, report=_report(message), actor=_actor(request, key)
    )
    return JsonResponse(
        {"call": call.ref if call else None, "state": call.state if call else None, "repeated": not is_new}
    )


@signature_required(lambda: settings.RAEKODA_RECORDING_BYTES)
def recordings(request: HttpRequest, key: ExchangeKey, body: IO[bytes], signature: str) -> JsonResponse:
    """Store the recording of the call ``?call=``: 201, 200 if stored before; 403 without consent, 409 before the note."""
    call = Call.objects.filter(external_id=_text(request.GET.dict(), "call")).exclude(external_id="").first()
    if call is None:
        raise ApiError(404)
    try:
        recording, is_new = actions.receive_recording(call, body, actor=_actor(request, key))
    except ConsentUnknown as refusal:
        raise ApiError(409) from refusal
    except CallError as refusal:
        raise ApiError(403) from refusal
    return JsonResponse({"recording": recording.ref, "repeated": not is_new}, status=201 if is_new else 200)


def _actor(request: HttpRequest, key: ExchangeKey) -> Actor:
    return Actor.integration(key.pk, getattr(request, "request_id", ""))


def _parse(body: IO[bytes]) -> dict[str, Any]:
    try:
        message = json.loads(body.read())
    except (ValueError, RecursionError) as error:
        raise ApiError(400) from error
    if not isinstance(message, dict):
        raise ApiError(400)
    return message | {name: _text(message, name) for name in LONGEST}


def _text(message: dict[str, Any], name: str) -> str:
    value = message.get(name) or ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > LONGEST[name] or not value.isprintable():
        raise ApiError(422, name, f"Text of at most {LONGEST[name]} characters.")
    return value.strip()


def _report(message: dict[str, Any]) -> Report:
    event, direction = message.get("event"), message.get("direction") or Direction.IN
    if event not in EVENTS:
        raise ApiError(422, "event", f"One of {', '.join(EVENTS)}.")
    if direction not in Direction.values:
        raise ApiError(422, "direction", f"One of {', '.join(Direction.values)}.")
    return Report(
        event=event, at=_parse_time(message.get("at")), number=normalize_number(message["number"]), line=message["line"],
        operator=queries.find_operator(message["operator"]), direction=direction,
    )  # fmt: skip


def _parse_time(value: Any) -> datetime:
    """The reported time of an event, else now. Raises :class:`ApiError`."""
    now = clock.now()
    if value in (None, ""):
        return now
    try:
        time = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        time = None
    if time is None or time.tzinfo is None or not now - OLDEST <= time <= now + AHEAD:
        raise ApiError(422, "at", "A time of the last 24 hours with its time zone, as in 2026-01-31T09:15:00+02:00.")
    return min(time, now)


urlpatterns = [
    path("calls/events", events, name="events"),
    path("calls/recordings", recordings, name="recordings"),
]
