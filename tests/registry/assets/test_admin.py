"""A service owner manages layers in the admin and imports files: preview, writing by a task, result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from raekoda.identity.accounts.models import Role
from raekoda.platform.core import clock
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.assets import tasks, uploads
from raekoda.registry.assets.errors import InvalidFile
from raekoda.registry.assets.models import Asset, Layer, LayerImport
from raekoda.registry.services.models import Service
from tests.casework.cases.conftest import make_user
from tests.jobs import run_for_each
from tests.registry.assets.conftest import SYSTEM, collection, feature, make_layer
from tests.registry.services.test_admin import form_of

SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(municipality: Municipality) -> SignIn:
    def enter(role: str) -> Client:
        user = make_user(municipality, f"kasutaja-{role}", role)
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client = Client(headers={"host": "tartu.localhost"})
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def owner(sign_in: SignIn) -> Client:
    return sign_in(Role.SERVICE_OWNER)


def upload(client: Client, layer: Layer, content: bytes, name: str = "fail.geojson") -> LayerImport:
    """Upload a file; returns the import that waits for confirmation."""
    sent = {"file": SimpleUploadedFile(name, content)}
    response = client.post(reverse("assets_import", args=[layer.pk]), sent)
    assert response.status_code == 302, response.content.decode()
    return LayerImport.objects.latest("pk")


def page(client: Client, layer_import: LayerImport, **posted: Any) -> str:
    url = reverse("assets_import_page", args=[layer_import.pk])
    response = client.post(url, posted, follow=True) if posted else client.get(url)
    return response.content.decode()


def test_a_layer_is_created_with_its_attributes_and_services(owner: Client, service: Service) -> None:
    data = form_of(owner, reverse("assets-layers:add")) | {
        "name_et": "Pingid", "item_name_et": "Pink", "slug": "pingid", "icon": "armchair", "tone": "info",
        "services": [service.pk], "fields-TOTAL_FORMS": "1", "fields-0-code": "materjal", "fields-0-label_et": "Materjal",
        "fields-0-ORDER": "1",
    }  # fmt: skip
    response = owner.post(reverse("assets-layers:add"), data)
    assert response.status_code == 302, response.context["form"].errors
    layer = Layer.objects.get(slug="pingid")
    assert list(layer.services.all()) == [service]
    assert list(layer.fields.values_list("code", "label_et")) == [("materjal", "Materjal")]
    assert JournalEntry.objects.filter(action="assets.save_layer", subject_id=layer.pk).exists()


def test_a_second_layer_of_the_same_address_is_refused(owner: Client, layer: Layer) -> None:
    data = form_of(owner, reverse("assets-layers:add")) | {"name_et": "A", "item_name_et": "A", "slug": layer.slug}
    assert owner.post(reverse("assets-layers:add"), data).status_code == 200
    assert Layer.objects.count() == 1


def test_a_file_is_previewed_and_then_written(owner: Client, layer: Layer) -> None:
    rows = [feature("M1", "Uus nimi", 26.7218, 58.3812), feature("M8", "Lisatud"), {**feature("M9"), "geometry": None}]
    layer_import = upload(owner, layer, collection(*rows, feature("M2")))
    shown = page(owner, layer_import)
    assert "1 objekt lisatakse" in shown and "2 objekti muutub" in shown and "1 vigane rida" in shown
    assert "ei kraadides ega L-EST97-s" in shown
    assert Asset.objects.filter(layer=layer).count() == 3
    assert "Kirjutamine" in page(owner, layer_import, write="1")
    uploads.run(layer_import.pk)
    layer_import.refresh_from_db()
    assert (layer_import.state, bytes(layer_import.content)) == (LayerImport.State.DONE, b"")
    assert "1 lisatud, 2 muudetud" in page(owner, layer_import)
    uploads.run(layer_import.pk)
    assert Asset.objects.filter(layer=layer).count() == 4


def test_other_columns_may_be_chosen_and_are_remembered(owner: Client, layer: Layer) -> None:
    table = b"tunnus;teine;nimetus;pikk;lai\n1;K1;Esimene;26,72;58,38\n2;K2;Teine;26,73;58,38\n"
    layer_import = upload(owner, layer, table, "a.csv")
    assert "2 objekti lisatakse" in page(owner, layer_import)
    chosen = {"id": "teine", "label": "nimetus", "address": "", "x": "lai", "y": "pikk", "preview": "1"}
    assert "K1" in page(owner, layer_import, **chosen)
    page(owner, layer_import, write="1", remove_many="on")
    uploads.run(layer_import.pk)
    assert set(Asset.objects.filter(layer=layer, state="in_use").values_list("external_id", flat=True)) == {"K1", "K2"}
    again = upload(owner, layer, table, "b.csv")
    assert again.columns == {"id": "teine", "label": "nimetus", "address": "", "x": "lai", "y": "pikk"}


def test_removing_most_of_a_layer_needs_confirmation(owner: Client, layer: Layer) -> None:
    many = [feature(f"L{n}", lon=26.7 + n / 10_000) for n in range(20)]
    first = upload(owner, layer, collection(*many))
    page(owner, first, write="1", remove_many="on")
    uploads.run(first.pk)
    layer_import = upload(owner, layer, collection(feature("L1")))
    assert "Jah, märgi" in page(owner, layer_import)
    assert "Palun kinnita" in page(owner, layer_import, write="1")
    layer_import.refresh_from_db()
    assert layer_import.state == LayerImport.State.CHECKED
    page(owner, layer_import, write="1", remove_many="on")
    uploads.run(layer_import.pk)
    assert Asset.objects.filter(layer=layer, state="in_use").count() == 1


def test_one_file_of_a_layer_at_a_time_and_a_button_pressed_twice(owner: Client, layer: Layer) -> None:
    content = collection(feature("M1"), feature("M2"), feature("M3"))
    first, second = upload(owner, layer, content), upload(owner, layer, content)
    assert uploads.start(first, SYSTEM)
    assert not uploads.start(first, SYSTEM)
    with pytest.raises(InvalidFile):
        uploads.start(second, SYSTEM)
    uploads.run(first.pk)
    assert uploads.start(second, SYSTEM)


def test_an_invalid_file_is_rejected_and_not_stored(owner: Client, layer: Layer) -> None:
    sent = {"file": SimpleUploadedFile("pilt.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))}
    response = owner.post(reverse("assets_import", args=[layer.pk]), sent)
    assert response.status_code == 200
    assert not LayerImport.objects.exists()


def test_stale_files_are_deleted_and_stuck_imports_fail(owner: Client, layer: Layer) -> None:
    content = collection(feature("M1"))
    old, lost = upload(owner, layer, content), upload(owner, layer, content)
    uploads.start(lost, SYSTEM)
    LayerImport.objects.update(at=clock.now() - tasks.UPLOAD_RETENTION - tasks.MAX_RUN_TIME)
    fresh = upload(owner, layer, content)
    run_for_each(tasks.delete_stale_files)
    assert set(LayerImport.objects.values_list("pk", "state")) == {(lost.pk, "failed"), (fresh.pk, "checked")}
    assert old.pk not in LayerImport.objects.values_list("pk", flat=True)


@pytest.mark.parametrize(("role", "may"), [(Role.OFFICIAL, False), (Role.OPERATOR, False), (Role.EDITOR, True)])
def test_only_those_who_write_registers(sign_in: SignIn, layer: Layer, role: str, may: bool) -> None:
    client = sign_in(role)
    for name, key in (("assets-layers:edit", layer.pk), ("assets_import", layer.pk)):
        assert (client.get(reverse(name, args=[key])).status_code == 200) is may


def test_another_municipality_s_layer_is_not_found(owner: Client, other_municipality: Municipality) -> None:
    with municipality_scope(other_municipality):
        theirs = make_layer(other_municipality, "valjakud")
    for name in ("assets-layers:edit", "assets-layers:delete", "assets_import"):
        assert owner.get(reverse(name, args=[theirs.pk])).status_code == 404
    assert "valjakud" not in owner.get(reverse("assets-layers:index")).content.decode()


def test_deleting(sign_in: SignIn, layer: Layer, report: Any) -> None:
    editor = sign_in(Role.EDITOR)
    case = report()
    url = reverse("assets-layers:delete", args=[layer.pk])
    refused = editor.post(url, follow=True).content.decode()
    assert "on seotud teateid" in refused and Layer.objects.filter(pk=layer.pk).exists()
    type(case).objects.filter(pk=case.pk).update(asset=None)
    editor.post(url)
    assert not Layer.objects.exists() and not Asset.objects.exists()
