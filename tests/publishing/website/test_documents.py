"""Published documents and pictures: kinds by content, served on the host of their own municipality only."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from taggit.models import TaggedItem
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import Image
from wagtail.models import Collection

from raekoda.identity.accounts.models import Role, User
from raekoda.platform.core.models import Municipality
from raekoda.publishing.website.models import MunicipalitySite, PublishedDocument

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
SCRIPT = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def png() -> bytes:
    content = BytesIO()
    Picture.new("RGB", (8, 8), "teal").save(content, "PNG")
    return content.getvalue()


def collection_of(municipality: Municipality) -> Collection:
    return MunicipalitySite.objects.get(municipality=municipality).collection


def published(municipality: Municipality, name: str, content: bytes) -> PublishedDocument:
    file = ContentFile(content, name)
    return PublishedDocument.objects.create(title=name, file=file, collection=collection_of(municipality))


@pytest.fixture
def editor(tartu: Municipality, member: Callable[..., User], at_tartu: Client) -> Client:
    at_tartu.force_login(member("toimetaja", tartu, Role.EDITOR))
    return at_tartu


@pytest.mark.parametrize(
    ("name", "content", "is_taken"),
    [
        ("kava.pdf", PDF, True),
        ("kava.html", PDF, True),
        ("tekst.txt", b"Tere", True),
        ("pilt.png", png(), True),
        ("leht.html", SCRIPT, False),
        ("leht.pdf", SCRIPT, False),
        ("leht.txt", SCRIPT, False),
        ("pilt.svg", SVG, False),
        ("pilt.png", SVG, False),
        ("pilt.png", b"\x89PNG" + SCRIPT, False),
        ("programm.exe", b"MZ\x90\x00" + b"\x00" * 60, False),
    ],
)
def test_kinds_are_taken_by_their_content(
    editor: Client, tartu: Municipality, name: str, content: bytes, is_taken: bool
) -> None:
    values = {"title": "Fail", "file": SimpleUploadedFile(name, content), "collection": collection_of(tartu).pk}
    editor.post(reverse("wagtaildocs:add"), values)
    assert PublishedDocument.objects.exists() == is_taken


@pytest.mark.parametrize(
    ("name", "content", "kind", "shown"),
    [
        ("kava.pdf", PDF, "application/pdf", "inline"),
        ("pilt.png", png(), "image/", "inline"),
        ("tekst.txt", b"Tere", "text/plain", "attachment"),
        ("leht.html", SCRIPT, "application/octet-stream", "attachment"),
        ("pilt.svg", SVG, "application/octet-stream", "attachment"),
    ],
)
def test_only_pdf_and_pictures_are_shown_in_the_page(
    at_tartu: Client, tartu: Municipality, name: str, content: bytes, kind: str, shown: str
) -> None:
    response = at_tartu.get(published(tartu, name, content).url)
    assert response.status_code == 200
    assert response["Content-Type"].startswith(kind)
    assert response["Content-Disposition"].startswith(shown)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"


def test_a_document_is_served_on_the_host_of_its_municipality_only(
    at_tartu: Client, at_elva: Client, tartu: Municipality, elva: Municipality
) -> None:
    url = published(tartu, "kava.pdf", PDF).url
    assert (at_tartu.get(url).status_code, at_elva.get(url).status_code) == (200, 404)
    of_nobody = PublishedDocument.objects.create(title="x", file=ContentFile(PDF, "x.pdf"))
    assert at_tartu.get(of_nobody.url).status_code == 404


def test_a_picture_is_served_on_the_host_of_its_municipality_only(
    at_tartu: Client, at_elva: Client, tartu: Municipality, elva: Municipality
) -> None:
    image = Image.objects.create(title="x", file=ImageFile(BytesIO(png()), "p.png"), collection=collection_of(tartu))
    url = image.get_rendition("fill-4x4|format-webp").url
    response = at_tartu.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert b"".join(response.streaming_content).startswith(b"RIFF")  # type: ignore[attr-defined]
    assert at_elva.get(url).status_code == 404
    assert at_tartu.get(url.replace("p.", "q.")).status_code == 404


def test_documents_of_before_come_along_with_their_keys_tags_and_kinds(tartu: Municipality) -> None:
    old = WagtailDocument.objects.create(
        title="Vana", file=ContentFile(PDF, "vana.html"), collection=collection_of(tartu)
    )
    old.tags.add("kava")
    migration: Any = import_module("raekoda.publishing.website.migrations.0004_documents")
    with connection.cursor() as cursor:
        cursor.execute(migration.COPY)
    migration.rename_references(apps, None)
    new = PublishedDocument.objects.get(pk=old.pk)
    assert (new.title, new.kind, new.collection) == ("Vana", "application/pdf", collection_of(tartu))
    assert [tag.name for tag in new.tags.all()] == ["kava"]
    assert TaggedItem.objects.count() == 1
    assert published(tartu, "uus.pdf", PDF).pk > old.pk


def test_the_admin_has_a_content_security_policy(editor: Client) -> None:
    policy = editor.get("/haldus/")["Content-Security-Policy"]
    for directive in ("default-src 'self'", "object-src 'none'", "base-uri 'self'", "script-src-attr 'none'"):
        assert directive in policy
    assert "http" not in policy and "*" not in policy
