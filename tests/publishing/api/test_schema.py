"""The API does what its OpenAPI description says: schemathesis asks a running server whatever the description allows."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS

from raekoda.platform.core.models import Municipality
from raekoda.publishing.api.api import api
from raekoda.registry.services.models import Service
from tests.publishing.api.test_api import make_answer, make_case  # noqa: F401

EXAMPLES = 12
NOT_PROMISED = ["positive_data_acceptance"]
"""A cursor is a signed word: the description cannot say which are ours, so that a made-up one is rightly refused."""


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(municipality: Municipality) -> Iterator[str]:
    """A server of one thread on the test's own connection, so that it sees the test's uncommitted records."""
    shared = connections["default"]
    shared.inc_thread_sharing()
    httpd = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)

    def serve() -> None:
        connections["default"] = shared
        httpd.serve_forever()

    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    thread.join()
    httpd.server_close()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    shared.dec_thread_sharing()


def operations() -> list[tuple[str, str]]:
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return sorted((path, method.upper()) for path, described in paths.items() for method in described)


@pytest.mark.parametrize(("path", "method"), operations())
def test_the_api_keeps_to_its_description(  # type: ignore[no-untyped-def]
    path: str,
    method: str,
    server: str,
    lighting: Service,
    make_case,  # noqa: F811
    make_answer,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("raekoda.publishing.api.serving.PER_MINUTE", 10**6)
    monkeypatch.setattr("raekoda.casework.assistant.limits.LIMITS", ())
    make_case(service=lighting)
    make_answer("avalik", service=lighting)
    operation = schemathesis.openapi.from_url(f"{server}/api/v1/openapi.json")[path][method]
    excluded = [CHECKS.get_one(name) for name in NOT_PROMISED]

    @given(case=operation.as_strategy())
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(excluded_checks=excluded)

    ask()
