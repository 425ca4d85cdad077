"""The receiver in docs/casework/webhooks.md works."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from raekoda.casework.webhooks import actions, catalogue
from raekoda.casework.webhooks.models import Endpoint
from raekoda.platform.deliveries import actions as deliveries
from raekoda.platform.deliveries.models import Delivery, Status
from tests.casework.webhooks.conftest import SYSTEM

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "casework" / "webhooks.md"


@pytest.fixture
def example() -> Iterator[dict[str, Any]]:
    """What the document's code defines, its receiver running; ``handled`` are the messages that it handled."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    names["handled"] = []
    names["handle"] = names["handled"].append
    names["Receiver"].log_message = lambda *_: None
    server = HTTPServer(("127.0.0.1", 0), names["Receiver"])
    names["url"] = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield names
    server.shutdown()
    server.server_close()
    thread.join()


def test_genuine_messages_are_handled_once_and_others_rejected(municipality, example, work, official) -> None:
    endpoint, example["SECRET"] = actions.add_endpoint(
        municipality, name="Näide", url=example["url"], events=catalogue.OFFERED, actor=SYSTEM
    )
    actions.ping(endpoint, actor=SYSTEM)
    work()
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.answer["status"]) == (Status.SENT, 204)
    deliveries.retry(delivery, actor=official)
    work()
    assert [each["type"] for each in example["handled"]] == ["ping"]

    example["SECRET"] = actions.new_secret(Endpoint.objects.get(), actor=SYSTEM)
    actions.ping(Endpoint.objects.get(), actor=SYSTEM)
    work()
    assert len(example["handled"]) == 2

    forged = {"webhook-id": "x", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"}
    assert httpx.post(example["url"], content=b"{}", headers=forged).status_code == 401
    assert len(example["handled"]) == 2
