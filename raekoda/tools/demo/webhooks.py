"""The demo's webhooks: an endpoint that took a few messages and was switched off, a source that brought three. All of it was
really sent, signed and checked, to a receiver that lives as long as that takes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from raekoda.casework.cases import queries
from raekoda.casework.webhooks import actions, catalogue, incoming, payloads, rules
from raekoda.casework.webhooks.models import Endpoint, Source
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.deliveries.sending import send

CODE = "0793"
ENDPOINT, SOURCE = "Linna andmeleht (näidis)", "Linna leht sotsiaalmeedias (näidis)"
ADDRESS = "https://andmed.example.ee/veebihaak"
MOST_TOLD = 3
SAID: tuple[dict[str, Any], ...] = (
    {"id": "demo-1", "thread": "demo-post-1", "text": "Kas jõululaat tuleb tänavu jälle Raekoja platsile?",
     "author": {"name": "Näidis Nimekas"}, "language": "et", "link": "https://social.example.ee/posts/1"},
    {"id": "demo-2", "thread": "demo-post-1", "text": "Ja kas seal on ka lastele midagi?", "language": "et"},
    {"id": "demo-3", "text": "Pargi pink on katki, vaadake pilti.", "language": "et", "service": "pingid",
     "media": [{"url": "https://social.example.ee/photos/3.jpg", "title": "katkine pink"}]},
)  # fmt: skip


def webhooks(municipality: Municipality, actor: Actor) -> None:
    """Put them in place; what is there already is left alone."""
    if municipality.code != CODE or Endpoint.objects.filter(name=ENDPOINT).exists():
        return
    _sent(municipality, actor)
    _brought(municipality, actor)


def _sent(municipality: Municipality, actor: Actor) -> None:
    """A ping and the newest public reports go to a receiver; then the endpoint gets its made-up address and is switched off."""
    with _receiver() as url:
        endpoint, _secret = actions.add_endpoint(
            municipality, name=ENDPOINT, url=url, events=catalogue.OFFERED, actor=actor
        )
        send(actions.ping(endpoint, actor=actor))
        for case in queries.public().order_by("-id")[:MOST_TOLD]:
            data = {"case": payloads.case_data(case)}
            send(
                actions.enqueue_message(
                    endpoint,
                    event="case.opened",
                    data=data,
                    key=f"case.opened:{case.pk}",
                    subject=case,
                    name=case.number,
                )
            )
    endpoint.refresh_from_db()
    actions.change_endpoint(endpoint, name=ENDPOINT, url=ADDRESS, events=endpoint.events, actor=actor)
    actions.switch_off(endpoint, actor=actor)


def _brought(municipality: Municipality, actor: Actor) -> None:
    source, secret = actions.add_source(municipality, actor=actor, name=SOURCE, channel="social")
    for said in SAID:
        body = json.dumps({"type": "message.received", "data": said}, ensure_ascii=False).encode()
        moment = int(clock.now().timestamp())
        signed = rules.signed_headers(f"msg_{said['id']}", moment, body, [secret])
        envelope = rules.parse_headers(signed)
        rules.verify(envelope, body, source.secrets_at(clock.now()), moment)
        incoming.receive(Source.objects.get(pk=source.pk), message_id=envelope.message_id, body=body)


@contextmanager
def _receiver() -> Iterator[str]:
    """A web server on a free port of this machine that takes everything."""

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing is logged."""

    server = HTTPServer(("127.0.0.1", 0), Taker)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
