"""The test bank mounted in the demo's web server at /testpank/; 404 in production."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from raekoda.platform.core.secrets import keyed_digest
from raekoda.registry.payments.testbank import TestBank

app_name = "testbank"
MOUNT = "/testpank"
MERCHANT = "testpank-"


def get_secret(merchant: str) -> str:
    """The secret key shared by the test bank and a demo municipality."""
    return keyed_digest("testbank", merchant) if merchant.startswith(MERCHANT) else ""


@csrf_exempt
def bank(request: HttpRequest, rest: str) -> HttpResponse:
    """Pass the request to the test bank's WSGI application."""
    if not settings.DEMO:
        raise Http404
    answer: dict[str, Any] = {}
    environ = {
        "REQUEST_METHOD": request.method, "SCRIPT_NAME": MOUNT, "PATH_INFO": f"/{rest}", "HTTP_HOST": request.get_host(),
        "wsgi.url_scheme": request.scheme, "wsgi.input": BytesIO(request.body), "CONTENT_LENGTH": str(len(request.body)),
        "HTTP_AUTHORIZATION": request.headers.get("Authorization", ""),
    }  # fmt: skip
    body = _bank()(environ, lambda status, headers: answer.update(status=status, headers=headers))
    response = HttpResponse(b"".join(body), status=int(answer["status"].split()[0]))
    for name, value in answer["headers"]:
        response[name] = value
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; form-action *; frame-ancestors 'none'"
    return response


@lru_cache(maxsize=1)
def _bank() -> TestBank:
    return TestBank(Path(settings.RAEKODA_HOME) / "testbank.sqlite3", get_secret)


urlpatterns = [path("testpank/<path:rest>", bank, name="bank")]
