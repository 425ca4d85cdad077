"""The door of phone exchanges: what happens to calls, and their recordings. docs/channels/calls.md says how to knock."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import IO, Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.dateparse import parse_datetime

from raekoda.channels.calls import actions, queries
from raekoda.channels.calls.actions.recordings import NotYet
from raekoda.channels.calls.door import signed
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, Direction, ExchangeKey
from raekoda.channels.calls.rules import EVENTS, Report, plain_number
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.api_errors import ApiError
from raekoda.platform.core.tenancy import current

app_name = "calls_api"
MOST_BYTES = 16 * 1024
LONGEST = {"call": 120, "number": 40, "line": 60, "operator": 150}
OLDEST, AHEAD = timedelta(days=1), timedelta(minutes=1)


@signed(lambda: MOST_BYTES)
def events(request: HttpRequest, key: ExchangeKey, body: IO[bytes], signature: str) -> JsonResponse:
    """Take one message: 200 with the call, and whether the message had come before."""
    said = _read(body)
    external_id = said["call"]
    if not external_id:
        raise ApiError(422, "call", "Name the call.")
    call, is_new = actions.report(
        current(), external_id=external_id, signature=signature, report=_report(said), actor=_actor(request, key)
    )
    return JsonResponse(
        {"call": call.ref if call else None, "state": call.state if call else None, "repeated": not is_new}
    )


@signed(lambda: settings.RAEKODA_RECORDING_BYTES)
def recordings(request: HttpRequest, key: ExchangeKey, body: IO[bytes], signature: str) -> JsonResponse:
    """Take the recording of the call ``?call=``: 201, 200 when it came before; 403 without consent, 409 before the note."""
    call = Call.objects.filter(external_id=_text(request.GET.dict(), "call")).exclude(external_id="").first()
    if call is None:
        raise ApiError(404)
    try:
        recording, is_new = actions.take_recording(call, body, actor=_actor(request, key))
    except NotYet as refusal:
        raise ApiError(409) from refusal
    except CallError as refusal:
        raise ApiError(403) from refusal
    return JsonResponse({"recording": recording.ref, "repeated": not is_new}, status=201 if is_new else 200)


def _actor(request: HttpRequest, key: ExchangeKey) -> Actor:
    return Actor.integration(key.pk, getattr(request, "request_id", ""))


def _read(body: IO[bytes]) -> dict[str, Any]:
    try:
        said = json.loads(body.read())
    except (ValueError, RecursionError) as error:
        raise ApiError(400) from error
    if not isinstance(said, dict):
        raise ApiError(400)
    return said | {name: _text(said, name) for name in LONGEST}


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name) or ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > LONGEST[name] or not value.isprintable():
        raise ApiError(422, name, f"Text of at most {LONGEST[name]} characters.")
    return value.strip()


def _report(said: dict[str, Any]) -> Report:
    event, direction = said.get("event"), said.get("direction") or Direction.IN
    if event not in EVENTS:
        raise ApiError(422, "event", f"One of {', '.join(EVENTS)}.")
    if direction not in Direction.values:
        raise ApiError(422, "direction", f"One of {', '.join(Direction.values)}.")
    return Report(
        event=event, at=_moment(said.get("at")), number=plain_number(said["number"]), line=said["line"],
        operator=queries.operator_at(said["operator"]), direction=direction,
    )  # fmt: skip


def _moment(written: Any) -> datetime:
    """When it happened: as the exchange says, else now."""
    now = clock.now()
    if written in (None, ""):
        return now
    try:
        moment = parse_datetime(written) if isinstance(written, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not now - OLDEST <= moment <= now + AHEAD:
        raise ApiError(422, "at", "A moment of the last 24 hours with its time zone, as in 2026-01-31T09:15:00+02:00.")
    return min(moment, now)


urlpatterns = [
    path("calls/events", events, name="events"),
    path("calls/recordings", recordings, name="recordings"),
]
