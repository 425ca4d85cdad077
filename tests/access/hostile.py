"""Hostile requests for every route of the installation and every parameter that its code reads."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

import raekoda
from tests.access.town import paths

ROOT = Path(raekoda.__file__).parent
MOST_STATEMENTS = 200
NUL = "a%00b"
VALUES = (
    "a%00b", "9999-12-31", "0001-01-01", "-1", "0", "99999999999999999999", "1e400", "nan", "%D9%A3", "%ED%A0%80", "%FF%FE",
    "a" * 3_900, "%27%22%3C%3E%5B%5D%7B%7D%25%5C", "1,2,3", "180,90,-180,-90", "2026-02-30", "9999-12-31T23:59:59Z/..", "..",
    "%EF%B7%BA" * 40, "2026-W54", "2026-000001", "%E2%80%AE", "0x10", "1_000", "+" * 200, "(" * 500,
)  # fmt: skip
"""Values as they stand in an address."""
FIELDS = (
    "a\x00b", "9999-12-31", "0001-01-01", "-1", "99999999999999999999", "1e400", "\ufdfa" * 40, "<!---->" * 30, "\t" * 5_000,
    "." * 5_000, "\u202e\u200b\ufeff", "x" * 20_000, "[]", '{"a": {"b": 1}}', "\U0001f600" * 500,
)  # fmt: skip
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

PARTS = (
    "99999999999999999999", "-1", "0", "..", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "a" * 1_500, "%D9%A3", "%ED%A0%80", "%FF%FE",
    "%EF%B7%BA" * 40, "%F0%9F%98%80", "%27%22%3C%3E%5B%5D%7B%7D%25%5C", "2026-000001", "2026-99999999999999999999",
    "%E2%80%AE", "00000000-0000-0000-0000-000000000000", "%0d%0aSet-Cookie:x", ".", "%20", "1",
)  # fmt: skip
"""Values of the parts of a path, as they stand in an address; NUL has a test of its own."""

LEFT_OUT = {
    "pildid/": "Wagtail's own: serves one picture by its number",
}
"""Routes whose parameters are not tried, with the reason."""
ONE_REQUEST = "haldus/"
"""Wagtail's administration: one request to every third route in the short run, as its lists and forms are Wagtail's own."""

FAULTS = {
    "/x-tee/andmejalgija/soap": "SOAP 1.1 tells a fault, whoever's it is, with status 500",
    "/dhx/": "the same",
}
"""Paths that may answer 500, with the reason."""
OF_WAGTAIL = {
    "/haldus/failwhale/": "a page for trying out the page of errors",
    "/haldus/snippets/choose/": "a chooser asked for a key that is no number",
    "/haldus/documents/chooser/": "the same",
    "/haldus/images/chooser/": "the same",
}
"""Beginnings of paths of Wagtail's own that answer 500 to staff of the administration, with the reason."""

READERS = {"get", "getlist", "__getitem__", "pop"}


@lru_cache(maxsize=1)
def parameters() -> tuple[str, ...]:
    """The names of all parameters that code of ours reads from a query, found in its source."""
    names: set[str] = set()
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=asked, attr=reader), args=[ast.Constant(value=str(name)), *_]
                ) if reader in READERS and ast.unparse(asked).endswith("GET"):
                    names.add(name)
                case ast.Subscript(value=asked, slice=ast.Constant(value=str(name))) if ast.unparse(asked).endswith(
                    "GET"
                ):
                    names.add(name)
    return tuple(
        sorted(names | {"limit", "cursor", "bbox", "datetime", "crs", "bbox-crs", "f", "lon", "lat", "lang", "since"})
    )


def routes() -> list[str]:
    """Every route once, in the order of the URL table, those of regular expressions by an address that fits them."""
    found = {written(path) for path in paths()}
    return sorted(found)


def written(route: str) -> str:
    for pattern, address in (
        (r"^v2/discovery(?:\.(?P<form>json|xml))?$", "v2/discovery.json"),
        (r"^v2/services(?:\.(?P<form>json|xml))?$", "v2/services.json"),
        (r"^v2/services/(?P<code>[^/]+?)(?:\.(?P<form>json|xml))?$", "v2/services/<str:code>.json"),
        (r"^v2/requests(?:\.(?P<form>json|xml))?$", "v2/requests.json"),
        (r"^v2/requests/(?P<number>[^/]+?)(?:\.(?P<form>json|xml))?$", "v2/requests/<str:number>.json"),
        (r"^v2/tokens/(?P<token>[^/]+?)(?:\.(?P<form>json|xml))?$", "v2/tokens/<str:token>.json"),
        (r"^v2/servicerequestupdates(?:\.(?P<form>json|xml))?$", "v2/servicerequestupdates.json"),
    ):
        route = route.replace(pattern, address)
    return route


def is_left_out(route: str) -> bool:
    return route.startswith(tuple(LEFT_OUT))


def query(value: str, names: tuple[str, ...] | None = None) -> str:
    """A query in which every parameter has the same value."""
    return "&".join(f"{quote(name)}={value}" for name in (names or parameters()))


def some(number: int, values: tuple[str, ...]) -> Iterator[str]:
    """One value of each row of three, another for every route: together they are all tried."""
    return iter(values[number % 3 :: 3][number // 3 % len(values[number % 3 :: 3]) :][:1])
