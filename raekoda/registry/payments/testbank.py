"""The test bank: a payment service for the demo and for tests, at which no money moves. A WSGI application of its own.

It implements the provider's side of Montonio's protocol and shares nothing else with the app: it has its own merchant keys, an
SQLite database and a page with two buttons, and sends notifications by HTTP as a bank's server does.
"""

from __future__ import annotations

import html
import json
import secrets
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

Start = Callable[..., Any]
TOKEN_SECONDS = 600
ATTEMPTS, PAUSE_SECONDS = 3, 1.0
MAX_BYTES = 64 * 1024
LABELS = {
    "et": ("Testpank – raha ei liigu", "Maksa", "Katkesta", "Saaja", "Selgitus", "Summa"),
    "en": ("Test bank – no money moves", "Pay", "Cancel", "Payee", "For", "Amount"),
    "ru": ("Тестовый банк – деньги не переводятся", "Оплатить", "Отменить", "Получатель", "Назначение", "Сумма"),
}
STYLE = """body{font:1.1rem/1.5 system-ui,sans-serif;margin:0;background:#fff7d6;color:#222}
main{max-width:32rem;margin:2rem auto;padding:1.5rem;background:#fff;border:4px dashed #b35900}
h1{font-size:1.4rem;margin-top:0}dt{font-weight:600}dd{margin:0 0 .75rem}
form{display:flex;flex-wrap:wrap;gap:1rem}
button{font:inherit;padding:.75rem 1.5rem;border:2px solid #5c2e00;background:#fff;color:#5c2e00;cursor:pointer}
button[value=PAID]{background:#5c2e00;color:#fff}"""
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="{base}/stiil.css"></head>
<body><main><h1>{title}</h1><dl><dt>{payee_word}</dt><dd>{payee}</dd><dt>{for_word}</dt><dd>{words}</dd>
<dt>{sum_word}</dt><dd>{amount} {currency}</dd></dl><form method="post">
<button name="status" value="PAID">{pay}</button> <button name="status" value="ABANDONED">{cancel}</button></form>
</main></body></html>"""


class RequestRejected(Exception):
    """The request is rejected with an HTTP status and an error code."""

    def __init__(self, status: str, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


class TestBank:
    """``get_secret`` maps a merchant's access key to its secret key ("" if unknown); ``store`` is the database file."""

    __test__ = False

    def __init__(self, store: Path, get_secret: Callable[[str], str]) -> None:
        self.store, self.get_secret = store, get_secret
        with closing(self._open()) as database, database:
            database.execute("CREATE TABLE IF NOT EXISTS orders (uuid TEXT PRIMARY KEY, data TEXT, status TEXT)")
            database.execute(
                "CREATE TABLE IF NOT EXISTS refunds (key TEXT PRIMARY KEY, uuid TEXT, refund TEXT, cents INT)"
            )

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        try:
            status, headers, body = self._answer(environ)
        except RequestRejected as problem:
            status, headers, body = problem.status, {}, json.dumps({"message": problem.code})
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store", **headers}
        start_response(status, list(headers.items()))
        return [body.encode()]

    def _answer(self, environ: dict[str, Any]) -> tuple[str, dict[str, str], str]:
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        base = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}{environ.get('SCRIPT_NAME', '')}"
        parts = [part for part in path.split("/") if part]
        if (method, parts) == ("POST", ["orders"]):
            return "201 Created", {}, json.dumps(self._create_order(self._claims(environ), base))
        if (method, parts) == ("POST", ["refunds"]):
            return "201 Created", {}, json.dumps(self._create_refund(self._claims(environ)))
        if method == "GET" and parts[:1] == ["orders"] and len(parts) == 2:
            return "200 OK", {}, json.dumps(self._order_status(environ, parts[1]))
        if parts == ["stiil.css"]:
            return "200 OK", {"Content-Type": "text/css"}, STYLE
        if parts[:1] == ["maksa"] and len(parts) == 2:
            return self._pay_page(environ, method, parts[1], base)
        raise RequestRejected("404 Not Found", "NOT_FOUND")

    def _create_order(self, claims: dict[str, Any], base: str) -> dict[str, Any]:
        if not claims.get("merchantReference") or float(claims.get("grandTotal") or 0) <= 0:
            raise RequestRejected("400 Bad Request", "BAD_ORDER")
        number = str(uuid.uuid4())
        with closing(self._open()) as database, database:
            database.execute("INSERT INTO orders VALUES (?, ?, 'PENDING')", (number, json.dumps(claims)))
        return {"uuid": number, "paymentStatus": "PENDING", "paymentUrl": f"{base}/maksa/{number}"}

    def _create_refund(self, claims: dict[str, Any]) -> dict[str, Any]:
        number, key = str(claims.get("orderUuid")), str(claims.get("idempotencyKey"))
        order, status = self._order(number)
        cents = round(float(claims.get("amount") or 0) * 100)
        with closing(self._open()) as database, database:
            database.execute("BEGIN IMMEDIATE")
            known = database.execute("SELECT refund FROM refunds WHERE key = ?", (key,)).fetchone()
            before = database.execute(
                "SELECT coalesce(sum(cents), 0) FROM refunds WHERE uuid = ?", (number,)
            ).fetchone()[0]
            if known is None:
                if status != "PAID" or cents <= 0 or before + cents > round(float(order["grandTotal"]) * 100):
                    raise RequestRejected("400 Bad Request", "BAD_REFUND")
                known = (str(uuid.uuid4()),)
                database.execute("INSERT INTO refunds VALUES (?, ?, ?, ?)", (key, number, known[0], cents))
        return {"uuid": known[0], "status": "SUCCESSFUL", "amount": cents / 100, "currency": order["currency"]}

    def _order_status(self, environ: dict[str, Any], number: str) -> dict[str, Any]:
        order, status = self._order(number)
        token = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        if self._verified(token)["accessKey"] != order["accessKey"]:
            raise RequestRejected("404 Not Found", "NOT_FOUND")
        return self._facts(number, order, status)

    def _pay_page(
        self, environ: dict[str, Any], method: str, number: str, base: str
    ) -> tuple[str, dict[str, str], str]:
        order, status = self._order(number)
        if method == "POST":
            chosen = parse_qs(self._body(environ).decode()).get("status", [""])[0]
            if status == "PENDING" and chosen in ("PAID", "ABANDONED"):
                with closing(self._open()) as database, database:
                    database.execute(
                        "UPDATE orders SET status = ? WHERE uuid = ? AND status = 'PENDING'", (chosen, number)
                    )
            order, status = self._order(number)
            self.notify(number)
            joint = "&" if "?" in order["returnUrl"] else "?"
            return_url = f"{order['returnUrl']}{joint}order-token={self.token(number)}"
            return "303 See Other", {"Location": return_url}, ""
        title, pay, cancel, payee, words, amount = LABELS.get(str(order.get("locale")), LABELS["en"])
        item = (order.get("lineItems") or [{}])[0].get("name", "")
        page = PAGE.format(
            language=html.escape(str(order.get("locale", "en"))), title=title, pay=pay, cancel=cancel, base=base,
            payee_word=payee, payee=html.escape(order["accessKey"]), for_word=words, words=html.escape(item),
            sum_word=amount, amount=f"{order['grandTotal']:.2f}", currency=html.escape(order["currency"]),
        )  # fmt: skip
        return "200 OK", {"Content-Type": "text/html; charset=utf-8"}, page

    def token(self, number: str) -> str:
        """The signed status of an order, used in the return parameters and in notifications."""
        from joserfc import jwt
        from joserfc.jwk import OctKey

        order, status = self._order(number)
        claims = {
            **self._facts(number, order, status),
            "iat": int(time.time()),
            "exp": int(time.time()) + TOKEN_SECONDS,
        }
        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(self.get_secret(order["accessKey"])))

    def notify(self, number: str) -> threading.Thread:
        """Notify the merchant's server in a separate thread, with retries."""
        address, body = self._order(number)[0]["notificationUrl"], {"orderToken": self.token(number)}
        thread = threading.Thread(target=_post, args=(address, body), daemon=True)
        thread.start()
        return thread

    def _facts(self, number: str, order: dict[str, Any], status: str) -> dict[str, Any]:
        names = ("accessKey", "merchantReference", "grandTotal", "currency")
        return {"uuid": number, "paymentStatus": status, **{name: order[name] for name in names}}

    def _order(self, number: str) -> tuple[dict[str, Any], str]:
        with closing(self._open()) as database:
            row = database.execute("SELECT data, status FROM orders WHERE uuid = ?", (number,)).fetchone()
        if row is None:
            raise RequestRejected("404 Not Found", "NOT_FOUND")
        return json.loads(row[0]), row[1]

    def _claims(self, environ: dict[str, Any]) -> dict[str, Any]:
        try:
            return self._verified(json.loads(self._body(environ))["data"])
        except (ValueError, KeyError, TypeError) as error:
            raise RequestRejected("400 Bad Request", "BAD_JSON") from error

    def _verified(self, token: Any) -> dict[str, Any]:
        from joserfc import jws, jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import OctKey

        try:
            merchant = str(json.loads(jws.extract_compact(token.encode()).payload).get("accessKey"))
            key = OctKey.import_key(self.get_secret(merchant) or secrets.token_hex())
            claims = jwt.decode(token, key, algorithms=["HS256"]).claims
            jwt.JWTClaimsRegistry(exp={"essential": True}).validate(claims)
        except (JoseError, ValueError, AttributeError) as error:
            raise RequestRejected("401 Unauthorized", "BAD_TOKEN") from error
        return dict(claims)

    def _body(self, environ: dict[str, Any]) -> bytes:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > MAX_BYTES:
            raise RequestRejected("413 Content Too Large", "TOO_LARGE")
        return bytes(environ["wsgi.input"].read(length))

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.store, timeout=10)


def _post(address: str, body: dict[str, str]) -> None:
    import httpx

    for _ in range(ATTEMPTS):
        try:
            if httpx.post(address, json=body, timeout=10, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(PAUSE_SECONDS)
