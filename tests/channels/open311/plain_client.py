"""A GeoReport client that knows nothing of Raekoda: standard library only, as an integrator would write it."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode


class PlainClient:
    """Talks to ``host`` (a virtual host) at 127.0.0.1:``port`` over one kept-open connection a thread."""

    def __init__(self, port: int, host: str, key: str) -> None:
        self.port, self.host, self.key = port, host, key
        self._own = threading.local()

    def call(self, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, Any]:
        if not hasattr(self._own, "connection"):
            self._own.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {
            "Host": f"{self.host}:{self.port}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        self._own.connection.request(method, path, body=body.encode() if body else None, headers=sent)
        answer = self._own.connection.getresponse()
        return answer.status, json.loads(answer.read())

    def get(self, path: str, **parameters: Any) -> Any:
        status, content = self.call("GET", f"{path}?{urlencode(parameters)}" if parameters else path)
        assert status == 200, content
        return content

    def send(self, fields: dict[str, str], once: str) -> str:
        """Send one report; ``once`` names it, so that sending it again makes no second one."""
        form = {"Content_Type": "application/x-www-form-urlencoded; charset=utf-8", "Idempotency_Key": once}
        body = urlencode({"api_key": self.key, **fields})
        status, content = self.call("POST", "/open311/v2/requests.json", body, **form)
        assert status == 200, (once, content)
        return str(content[0]["service_request_id"])

    def send_all(self, reports: Iterable[tuple[str, dict[str, str]]], threads: int = 4) -> dict[str, str]:
        """Send many; answers the number of each by its name."""
        with ThreadPoolExecutor(threads) as pool:
            named = list(reports)
            return dict(
                zip([once for once, _ in named], pool.map(lambda one: self.send(one[1], one[0]), named), strict=True)
            )

    def walk(self, page_size: int, **parameters: Any) -> list[dict[str, Any]]:
        """Every request of a list, page by page."""
        rows: list[dict[str, Any]] = []
        for page in range(1, 10_000):
            new = self.get("/open311/v2/requests.json", page=page, page_size=page_size, **parameters)
            rows += new
            if len(new) < page_size:
                return rows
        raise AssertionError("the list has no end")
