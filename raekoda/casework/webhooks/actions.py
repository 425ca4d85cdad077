"""Changes of endpoints and sources, and publishing of events. Each checks permission and journals in its transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from raekoda.casework.webhooks import catalogue, payloads, rules
from raekoda.casework.webhooks.configuration import active_endpoints
from raekoda.casework.webhooks.errors import WebhookError
from raekoda.casework.webhooks.events import EndpointSwitchedOff
from raekoda.casework.webhooks.models import Endpoint, Source, TwoSecrets
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.outgoing import valid_address
from raekoda.platform.core.tokens import new_token
from raekoda.platform.deliveries import enqueue
from raekoda.platform.deliveries.models import Delivery
from raekoda.registry.services.models import Service

KIND = "webhooks"


def publish_event(
    municipality: Municipality,
    *,
    event: str,
    data: dict[str, Any],
    key: str,
    subject: models.Model | None = None,
    name: str = "",
) -> list[Delivery]:
    """Enqueue a message for every endpoint of the current municipality that subscribed to ``event``.

    Runs in the caller's transaction. ``key`` makes the call idempotent: one message per endpoint and key. ``data`` holds
    public data only; ``name`` is shown in lists. Raises ``ValueError`` for an unknown event or invalid data.
    """
    subscribed = [endpoint for endpoint in active_endpoints.get(municipality.pk) if event in endpoint.events]
    if not subscribed:
        payloads.validated(event, data)
        return []
    return [
        enqueue_message(endpoint, event=event, data=data, key=key, subject=subject, name=name)
        for endpoint in subscribed
    ]


def enqueue_message(
    endpoint: Endpoint,
    *,
    event: str,
    data: dict[str, Any],
    key: str,
    subject: models.Model | None = None,
    name: str = "",
) -> Delivery:
    """Enqueue a message for one endpoint. Its identifier is the same at every attempt, so that receivers can deduplicate."""
    payload = {
        "id": f"msg_{new_token()}",
        "type": event,
        "timestamp": clock.now().isoformat(timespec="seconds"),
        "data": payloads.validated(event, data),
    }
    return enqueue(
        KIND, target=endpoint.target, key=f"webhooks:{endpoint.pk}:{key}", payload=payload,
        title=f"{event} {name}".strip(), subject=subject,
    )  # fmt: skip


def ping(endpoint: Endpoint, *, actor: Actor) -> Delivery:
    """Send a ``ping`` message to test the endpoint. Raises :class:`WebhookError` when it is switched off."""
    actor.require("webhooks.manage", endpoint)
    if not endpoint.is_active:
        raise WebhookError(_("Switch it on first: nothing is sent to it now."))
    with transaction.atomic():
        record("webhooks.ping", endpoint, actor)
        return enqueue_message(
            endpoint, event=catalogue.PING, data={"endpoint": endpoint.name}, key=f"ping:{new_token()}"
        )


def add_endpoint(
    municipality: Municipality, *, name: str, url: str, events: Iterable[str], actor: Actor, is_active: bool = True
) -> tuple[Endpoint, str]:
    """Add an endpoint; returns it and its secret, which is stored encrypted. Raises :class:`WebhookError`."""
    actor.require("webhooks.manage")
    secret = rules.new_secret()
    endpoint = Endpoint(
        municipality=municipality, name=name.strip(), url=_checked_url(url), events=_checked_events(events), secret=secret,
        is_active=is_active, off_because="" if is_active else Endpoint.Why.STAFF, is_demo=municipality.is_demo,
    )  # fmt: skip
    _insert(endpoint, "webhooks.add_endpoint", actor, events=endpoint.events)
    return endpoint, secret


def change_endpoint(endpoint: Endpoint, *, name: str, url: str, events: Iterable[str], actor: Actor) -> Endpoint:
    """Change the name, address or subscribed events. Raises :class:`WebhookError`."""
    actor.require("webhooks.manage", endpoint)
    endpoint.name, endpoint.url, endpoint.events = name.strip(), _checked_url(url), _checked_events(events)
    _update(endpoint, "webhooks.change_endpoint", actor, "name", "url", "events")
    return endpoint


def switch_on(endpoint: Endpoint, *, actor: Actor) -> Endpoint:
    """Switch the endpoint on. Events that happened while it was off are not sent."""
    actor.require("webhooks.manage", endpoint)
    endpoint.is_active, endpoint.off_because, endpoint.failing_since = True, "", None
    _update(endpoint, "webhooks.switch_on", actor, "is_active", "off_because", "failing_since")
    return endpoint


def switch_off(endpoint: Endpoint, *, actor: Actor, because: str = Endpoint.Why.STAFF) -> Endpoint:
    """Switch the endpoint off; emits :class:`EndpointSwitchedOff` when the system does it (``because`` is not ``STAFF``)."""
    actor.require("webhooks.manage", endpoint)
    with transaction.atomic():
        endpoint.is_active, endpoint.off_because = False, because
        _update(endpoint, "webhooks.switch_off", actor, "is_active", "off_because", because=because)
        if because != Endpoint.Why.STAFF:
            emit(EndpointSwitchedOff(endpoint))
    return endpoint


def remove_endpoint(endpoint: Endpoint, *, actor: Actor) -> None:
    """Delete an endpoint and its secret. The delivery log keeps what was sent to it."""
    actor.require("webhooks.manage", endpoint)
    with transaction.atomic():
        record("webhooks.remove_endpoint", endpoint, actor)
        endpoint.delete()


def add_source(municipality: Municipality, *, actor: Actor, **fields: Any) -> tuple[Source, str]:
    """Add a source; returns it and the secret that signs its messages. ``fields`` as in the model.

    Raises :class:`WebhookError`.
    """
    actor.require("webhooks.manage")
    secret = rules.new_secret()
    source = Source(municipality=municipality, secret=secret, is_demo=municipality.is_demo, **_checked_source(fields))
    _insert(source, "webhooks.add_source", actor, channel=source.channel)
    return source, secret


def change_source(source: Source, *, actor: Actor, **fields: Any) -> Source:
    """Change a source; messages received earlier are not affected. Raises :class:`WebhookError`."""
    actor.require("webhooks.manage", source)
    for name, value in _checked_source(fields).items():
        setattr(source, name, value)
    _update(source, "webhooks.change_source", actor, *fields)
    return source


def new_secret(holder: Endpoint | Source, *, actor: Actor) -> str:
    """Rotate the secret and return the new one. The previous one is valid for another 24 hours."""
    actor.require("webhooks.manage", holder)
    secret = rules.new_secret()
    with transaction.atomic():
        holder.refresh_from_db(from_queryset=type(holder).objects.select_for_update())
        holder.previous_secret, holder.previous_until = holder.secret, clock.now() + rules.ROTATION_PERIOD
        holder.secret = secret
        holder.save(update_fields=["secret", "previous_secret", "previous_until"])
        record("webhooks.new_secret", holder, actor)
    return secret


def end_previous_secret(holder: Endpoint | Source, *, actor: Actor) -> TwoSecrets:
    """Invalidate the previous secret at once."""
    actor.require("webhooks.manage", holder)
    holder.previous_secret, holder.previous_until = "", None
    _update(holder, "webhooks.end_previous_secret", actor, "previous_secret", "previous_until")
    return holder


def log_access(delivery: Delivery, *, actor: Actor) -> None:
    """Record in the journal that the actor read a sent message."""
    actor.require("webhooks.manage")
    record("webhooks.look", delivery, actor)


def _insert(row: Endpoint | Source, action: str, actor: Actor, **data: Any) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(action, row, actor, **data)
    except IntegrityError as error:
        raise WebhookError(_("There is one of this name already."), "name") from error


def _update(row: Endpoint | Source, action: str, actor: Actor, *fields: str, **data: Any) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=list(fields))
            record(action, row, actor, **data)
    except IntegrityError as error:
        raise WebhookError(_("There is one of this name already."), "name") from error


def _checked_url(url: str) -> str:
    try:
        valid_address(url.strip())
    except ValidationError as error:
        raise WebhookError(" ".join(error.messages), "url") from error
    return url.strip()


def _checked_events(events: Iterable[str]) -> list[str]:
    chosen = set(events)
    if not chosen <= set(catalogue.OFFERED):
        raise WebhookError(_("Choose from the events that are offered."), "events")
    return [each for each in catalogue.OFFERED if each in chosen]


def _checked_source(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields, checked: service and endpoint belong to the current municipality. Raises :class:`WebhookError`."""
    service, endpoint = fields.get("service"), fields.get("endpoint")
    if service is not None and not Service.objects.filter(pk=service.pk).exists():
        raise WebhookError(_("Choose a service of this municipality."), "service")
    if endpoint is not None and not Endpoint.objects.filter(pk=endpoint.pk).exists():
        raise WebhookError(_("Choose an endpoint of this municipality."), "endpoint")
    return fields
