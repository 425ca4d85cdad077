"""A municipality with services that accept reports, addresses, neighbours, and a visitor who fills in forms."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from raekoda.casework.cases.models import Case
from raekoda.casework.cases.site.antispam import SALT
from raekoda.identity.accounts.models import Unit
from raekoda.identity.places.models import Address, Area
from raekoda.identity.places.rules import fold
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.actions import publish
from raekoda.registry.services.models import Service

HERE = Point(26.7218, 58.3812)
IN_ELVA = Point(26.42, 58.22)
ON_THE_SEA = Point(23.0, 59.6)


def stamp(age: int = 60) -> str:
    """A signed time, as a page that was opened ``age`` seconds ago holds it."""
    signer = signing.TimestampSigner(salt=SALT)
    signer.timestamp = lambda: signing.b62_encode(int(time.time()) - age)  # type: ignore[method-assign]
    return signer.sign("form")


def photo(name: str = "foto.jpg", size: tuple[int, int] = (64, 48)) -> SimpleUploadedFile:
    """A small JPEG as a browser would send it."""
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


class Visitor:
    """A visitor without an account who fills in the screens, as a browser without JavaScript would."""

    def __init__(self, **client: Any) -> None:
        self.client = Client(**client)
        self.key = ""

    def begins(self, text: str, path: str = "/teata/", photos: Any = (), **more: Any) -> HttpResponse:
        """The first screen; follows to the next and remembers the draft's key."""
        data = {"text": text, "photos": list(photos), "stamp": stamp(), "website": "", **more}
        response = self.client.post(path, {name: value for name, value in data.items() if value != []}, follow=True)
        self.key = response.request["PATH_INFO"].split("/")[2] if response.redirect_chain else ""
        return response

    def posts(self, step: str, **data: Any) -> HttpResponse:
        """One of the following screens of a report, by the last part of its address."""
        return self.client.post(f"/teata/{self.key}/{step}/", data, follow=True)

    def reports(self, text: str, service: Service | None = None, address: str = "Rüütli 12", **last: Any) -> Case:
        """A whole report; the case opened from it."""
        self.begins(text)
        self.posts("koht", address=address)
        self.posts("teema", service=str(service.pk) if service else "else")
        self.posts("saada", **last)
        return Case.objects.get(external_id=self.key)


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def _service(municipality: Municipality, unit: Unit, slug: str, name: str, words: str, **more: Any) -> Service:
    service = Service(
        municipality=municipality, slug=slug, name=name, words=words, unit=unit, takes_reports=True, **more
    )
    return publish(service, Actor.system())


@pytest.fixture
def lamps(municipality: Municipality, unit: Unit) -> Service:
    """A service whose reports are public and need a place."""
    return _service(
        municipality, unit, "tanavavalgustus", "Tänavavalgustuse korrashoid", "lamp ei põle\ntänavavalgusti\nlatern",
        reports_are_public=True, needs_place=True,
    )  # fmt: skip


@pytest.fixture
def trees(municipality: Municipality, unit: Unit) -> Service:
    """A service whose reports are not public, with questions of its own."""
    questions = [
        {"code": "korgus", "datatype": "number", "description": "Kui kõrge puu on?", "required": False, "variable": True},
        {
            "code": "oht", "datatype": "singlevaluelist", "description": "Kas oks on ohtlik?", "required": True,
            "variable": True, "values": [{"key": "jah", "name": "Jah"}, {"key": "ei", "name": "Ei"}],
        },
    ]  # fmt: skip
    return _service(municipality, unit, "puud", "Puude hooldus", "murdunud oks\npuu", form=questions)


@pytest.fixture
def streets(municipality: Municipality) -> list[Address]:
    written = {"Rüütli 12": HERE, "Rüütli 14": Point(26.7219, 58.3814), "Riia 2": Point(26.728, 58.3779)}
    return [
        Address.objects.create(municipality=municipality, text=text, search_text=fold(text), point=point)
        for text, point in written.items()
    ]


@pytest.fixture
def neighbours(municipality: Municipality, other_municipality: Municipality) -> None:
    """Boundaries of Tartu linn and Elva vald, as boxes."""
    for name, code, (west, south, east, north) in (
        ("Tartu linn", "0793", (26.6, 58.3, 26.8, 58.45)),
        ("Elva vald", "0171", (26.2, 58.1, 26.5, 58.3)),
    ):
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        Area.objects.create(
            kind=Area.Kind.MUNICIPALITY, code=code, name=name, west=west, south=south, east=east, north=north,
            geometry={"type": "Polygon", "coordinates": [ring]},
        )  # fmt: skip
