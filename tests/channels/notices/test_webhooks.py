"""A published notice is sent to webhooks once, signed."""

from __future__ import annotations

import json
from collections.abc import Callable

from raekoda.casework.webhooks import actions as webhooks
from raekoda.channels.notices import actions
from raekoda.channels.notices.models import Notice
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.deliveries.models import Delivery, Status
from raekoda.platform.deliveries.tasks import send
from tests.casework.webhooks.receiver import receiving


def test_a_notice_reaches_a_bridge_to_social_media_once(
    municipality: Municipality, write: Callable[..., Notice], editor: Actor
) -> None:
    with receiving() as bridge:
        _endpoint, bridge.secret = webhooks.add_endpoint(
            municipality, name="Sotsiaalmeedia sild", url=bridge.url, events=["notice.published"], actor=Actor.system()
        )
        notice = write(tell_channels=True)
        actions.publish(notice, actor=editor)
        actions.publish(write(tell_channels=False, title_et="Ainult siin"), actor=editor)
        (delivery,) = Delivery.objects.all()
        send(municipality.pk, delivery.pk)
        send(municipality.pk, delivery.pk)
    delivery.refresh_from_db()
    assert delivery.status == Status.SENT
    (message,) = bridge.messages
    assert message["type"] == "notice.published"
    assert notice.title_et in json.dumps(message, ensure_ascii=False)
