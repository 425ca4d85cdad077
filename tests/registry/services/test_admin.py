"""Service owners write, editors approve and publish, each municipality sees its own; in Wagtail's admin."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import ReferenceIndex, Revision

from raekoda.identity.accounts.models import Role, Unit, User
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.search.models import Document
from raekoda.registry.services import actions, imports, tasks
from raekoda.registry.services.exchange import staff_export
from raekoda.registry.services.models import Channel, RegisterImport, Service, Topic
from tests.registry.services.conftest import Make

LIST = "wagtailsnippets_services_service:list"
ADD = "wagtailsnippets_services_service:add"
EDIT = "wagtailsnippets_services_service:edit"


@pytest.fixture
def sign_in() -> Callable[[User, str], Client]:
    """A client signed in at a host, with the permission to enter the admin."""

    def enter(user: User, host: str = "tartu.localhost") -> Client:
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client = Client(headers={"host": host})
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def editor(make_staff: Callable[..., User], sign_in: Callable[..., Client]) -> Client:
    return sign_in(make_staff(Role.EDITOR))


@pytest.fixture
def owner(make_staff: Callable[..., User], sign_in: Callable[..., Client]) -> Client:
    return sign_in(make_staff(Role.SERVICE_OWNER))


def form_of(client: Client, url: str) -> dict[str, Any]:
    """The form as a browser would send it back: every field with its value."""
    form = client.get(url).context["form"]
    data: dict[str, Any] = {}
    for bound in _fields(form):
        value = bound.value()
        if value is None or value is False:
            continue
        data[bound.html_name] = "on" if value is True else value
    return data


def _fields(form: Any) -> Iterator[Any]:
    yield from form
    for formset in getattr(form, "formsets", {}).values():
        yield from formset.management_form
        for child in formset.forms:
            yield from _fields(child)


@pytest.mark.usefixtures("topic", "unit", "reference_index")
def test_an_editor_creates_and_publishes_a_service(editor: Client, topic: Topic, unit: Unit) -> None:
    data = form_of(editor, reverse(ADD)) | {
        "name_et": "Lumetõrje", "name_ru": "Уборка снега", "slug": "lumetorje", "summary_et": "Lükkame lund.",
        "topics": [topic.pk], "unit": unit.pk, "provider_kind": "city", "target_groups": ["residents"],
        "life_events": ["moving"], "languages": ["et"], "form": "[]",
        "channels-TOTAL_FORMS": "1", "channels-0-kind": "phone", "channels-0-link": "1789", "channels-0-ORDER": "1",
        "channels-0-id": "",
        "channels-0-years-TOTAL_FORMS": "1", "channels-0-years-INITIAL_FORMS": "0",
        "channels-0-years-MIN_NUM_FORMS": "0", "channels-0-years-MAX_NUM_FORMS": "1000",
        "channels-0-years-0-year": "2025", "channels-0-years-0-volume": "12", "channels-0-years-0-id": "",
        "action-publish": "1",
    }  # fmt: skip
    response = editor.post(reverse(ADD), data)
    assert response.status_code == 302, response.context["form"].errors
    service = Service.objects.get()
    assert (service.live, service.code, service.name_ru) == (True, "tartu-001", "Уборка снега")
    assert [(c.link, c.municipality_id, [y.volume for y in c.years.all()]) for c in service.channels.all()] == [
        ("1789", service.municipality_id, [12])
    ]
    assert set(Document.objects.values_list("language", flat=True)) == {"et", "ru"}
    references = ReferenceIndex.get_references_for_object(service)
    assert str(unit.pk) in {row.to_object_id for row in references if row.model_path == "unit"}
    line = journal.history(service).get(action="services.publish")
    assert line.actor_id == User.objects.get(username="editor-tartu").pk
    assert Client(headers={"host": "tartu.localhost"}).get("/teenused/lumetorje/").status_code == 200


def test_a_service_owner_drafts_and_an_editor_approves(lighting: Service, owner: Client, editor: Client) -> None:
    url = reverse(EDIT, args=[lighting.pk])
    data = form_of(owner, url) | {"fee_et": "Tasuta kõigile"}
    assert owner.post(url, data | {"action-publish": "1"}).status_code in (302, 403, 200)
    assert Service.objects.get().fee_et != "Tasuta kõigile", "a service owner does not publish"
    assert owner.post(url, data | {"action-submit": "1"}).status_code == 302
    service = Service.objects.get()
    assert service.fee_et != "Tasuta kõigile"
    state = service.current_workflow_state
    assert state is not None
    task = state.current_task_state
    approve = reverse("wagtailsnippets_services_service:workflow_action", args=[service.pk, "approve", task.pk])
    owner.post(approve)
    assert Service.objects.get().fee_et != "Tasuta kõigile", "nor approve"
    assert editor.get(reverse("wagtailadmin_home")).status_code == 200
    editor.post(approve)
    assert Service.objects.get().fee_et == "Tasuta kõigile"
    assert not Service.objects.get().has_unpublished_changes


def test_a_draft_is_not_seen_until_it_is_published(lighting: Service, editor: Client) -> None:
    url = reverse(EDIT, args=[lighting.pk])
    response = editor.post(url, form_of(editor, url) | {"place_et": "Ainult mustandis"})
    assert response.status_code == 302
    page = Client(headers={"host": "tartu.localhost"}).get("/teenused/tanavavalgustus/")
    assert "Ainult mustandis" not in page.content.decode()
    assert editor.get(reverse("wagtailsnippets_services_service:history", args=[lighting.pk])).status_code == 200
    assert Revision.objects.for_instance(lighting).count() == 2
    for mode in ("et", "en", "ru"):
        preview = reverse("wagtailsnippets_services_service:preview_on_edit", args=[lighting.pk])
        editor.post(preview, form_of(editor, url))
        shown = editor.get(preview, {"mode": mode})
        assert shown.status_code == 200
        assert "Ainult mustandis" in shown.content.decode()


def test_two_services_cannot_share_an_address(lighting: Service, editor: Client) -> None:
    data = form_of(editor, reverse(ADD)) | {
        "name_et": "Teine", "slug": "tanavavalgustus", "code": "tartu-100", "form": "[]", "provider_kind": "city",
    }  # fmt: skip
    response = editor.post(reverse(ADD), data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert Service.objects.count() == 1


def test_a_retired_service_is_hidden_everywhere_and_publishing_restores_it(
    lighting: Service, editor: Client, owner: Client
) -> None:
    url = reverse("services_retire", args=[lighting.pk])
    assert owner.post(url).status_code in (302, 403)
    assert Service.objects.get().live
    assert editor.get(url).status_code == 200
    editor.post(url, {"reason": "Lepingut enam ei ole"})
    assert Service.objects.get().status == "retired"
    assert not Document.objects.exists()
    assert JournalEntry.objects.get(action="services.retire").reason == "Lepingut enam ei ole"
    public = Client(headers={"host": "tartu.localhost"})
    assert public.get("/teenused/tanavavalgustus/").status_code == 410
    edit = reverse(EDIT, args=[lighting.pk])
    editor.post(edit, form_of(editor, edit) | {"action-publish": "1"})
    assert Service.objects.get().status == "published"
    assert public.get("/teenused/tanavavalgustus/").status_code == 200


def test_operators_and_officials_do_not_edit_the_register(
    lighting: Service, make_staff: Callable[..., User], sign_in: Callable[..., Client]
) -> None:
    for role in (Role.OPERATOR, Role.OFFICIAL, Role.ANALYST):
        client = sign_in(make_staff(role))
        for url in (reverse(LIST), reverse(ADD), reverse(EDIT, args=[lighting.pk]), reverse("services_import"),
                    reverse("services_export", args=["xlsx"])):  # fmt: skip
            assert client.get(url).status_code in (302, 403)


def test_another_municipality_sees_and_changes_nothing(
    lighting: Service, unit: Unit, topic: Topic, other_municipality: Municipality,
    make_staff: Callable[..., User], sign_in: Callable[..., Client], editor: Client,
) -> None:  # fmt: skip
    editor.get(reverse(ADD))  # form classes are now built in Tartu
    stranger = sign_in(make_staff(Role.EDITOR, other_municipality), "elva.localhost")
    names = ("edit", "history", "usage", "unpublish", "delete", "workflow_history", "preview_on_edit")
    for name in names:
        assert stranger.get(reverse(f"wagtailsnippets_services_service:{name}", args=[lighting.pk])).status_code == 404
    assert stranger.post(reverse("services_retire", args=[lighting.pk])).status_code == 404
    assert "Tänavavalgustus" not in stranger.get(reverse(LIST)).content.decode()
    form = stranger.get(reverse(ADD)).context["form"]
    for field in ("topics", "unit", "related", "owner"):
        shown = " ".join(str(choice) for choice in form.fields[field].queryset)
        assert shown in ("", "editor-elva")
    for name in ("topics", "units"):
        listing = "wagtailsnippets_services_topic:list" if name == "topics" else "wagtailsnippets_people_unit:list"
        page = stranger.get(reverse(listing)).content.decode()
        assert topic.name not in page
        assert unit.name not in page
    content = stranger.get(reverse("services_export", args=["csv"])).content.decode()
    assert "tartu-100" not in content
    forged = form_of(stranger, reverse(ADD)) | {
        "name_et": "Varas", "slug": "varas", "provider_kind": "city", "form": "[]", "unit": unit.pk, "topics": [topic.pk],
    }  # fmt: skip
    assert stranger.post(reverse(ADD), forged).context["form"].errors.keys() >= {"unit", "topics"}
    visitor = sign_in(User.objects.get(username="editor-elva"), "tartu.localhost")
    assert visitor.get(reverse(LIST)).status_code == 302, "a role in Elva is none in Tartu"


def test_waiting_approvals_of_one_municipality_are_not_anothers(
    lighting: Service, owner: Client, other_municipality: Municipality,
    make_staff: Callable[..., User], sign_in: Callable[..., Client],
) -> None:  # fmt: skip
    url = reverse(EDIT, args=[lighting.pk])
    owner.post(url, form_of(owner, url) | {"fee_et": "7 eurot", "action-submit": "1"})
    stranger = sign_in(make_staff(Role.EDITOR, other_municipality), "elva.localhost")
    stranger_user = User.objects.get(username="editor-elva")
    stranger_user.user_permissions.add(Permission.objects.get(codename="change_service"))
    page = stranger.get(reverse("wagtailadmin_home"))
    assert page.status_code == 200
    reports = [reverse(f"wagtailadmin_reports:{name}") for name in ("workflow", "workflow_tasks", "site_history")]
    for url in (reverse("wagtailadmin_home"), *reports, f"{reports[0]}?export=csv"):
        assert "Tänavavalgustus" not in stranger.get(url).content.decode()


def test_a_spreadsheet_is_previewed_then_written(lighting: Service, editor: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(editor.get(reverse("services_export", args=["xlsx"])).content))
    sheet = book["teenused"]
    sheet.cell(2, [cell.value for cell in sheet[1]].index("name_et") + 1).value = "Linnavalgustus"
    out = io.BytesIO()
    book.save(out)
    response = editor.post(reverse("services_import"), {"file": SimpleUploadedFile("r.xlsx", out.getvalue())})
    assert response.status_code == 302
    page = editor.get(response.url)
    assert "Linnavalgustus" in page.content.decode()
    assert Service.objects.get().name_et == "Tänavavalgustus"
    assert editor.post(response.url).status_code == 302
    assert editor.post(response.url).status_code in (200, 302), "pressing twice does no harm"
    upload = RegisterImport.objects.get()
    assert upload.state == "running"
    tasks.import_file(upload.municipality_id, upload.pk)
    assert Service.objects.get().name_et == "Linnavalgustus"
    upload.refresh_from_db()
    assert (upload.state, upload.outcome) == ("done", {"new": 0, "changed": 1, "same": 0})
    assert editor.get(response.url).status_code == 200
    tasks.import_file(upload.municipality_id, upload.pk)
    assert JournalEntry.objects.filter(action="services.import").count() == 1


def test_an_invalid_spreadsheet_is_rejected_with_a_message(lighting: Service, editor: Client) -> None:
    bad = SimpleUploadedFile("r.csv", b"code,name_et,payment\ntartu-100,Uus,kala\n")
    response = editor.post(reverse("services_import"), {"file": bad})
    page = editor.get(response.url)
    assert "kala" in page.content.decode()
    editor.post(response.url)
    assert RegisterImport.objects.get().state == "checked", "nothing can be started"
    broken = editor.post(reverse("services_import"), {"file": SimpleUploadedFile("r.xlsx", b"PK\x03\x04no")})
    assert broken.context["form"].errors["file"]


def test_a_register_that_changed_meanwhile_is_not_harmed(lighting: Service, editor: Client, make_service: Make) -> None:
    content = b"code,name_et,slug\nuus-1,Uus,uus\n"
    response = editor.post(reverse("services_import"), {"file": SimpleUploadedFile("r.csv", content)})
    editor.post(response.url)
    make_service("uus", "Vahepeal tehtud")
    imports.run(RegisterImport.objects.get().pk)
    assert RegisterImport.objects.get().state == "failed"
    assert "uus" in editor.get(response.url).content.decode()


def test_services_are_published_and_retired_by_schedule(lighting: Service, make_service: Make) -> None:
    from datetime import timedelta

    from raekoda.platform.core import clock

    later = make_service("hiljem", "Hiljem", status="draft")
    later.go_live_at = clock.now() + timedelta(hours=1)
    actions.publish(later, Actor.system())
    assert not Service.objects.get(slug="hiljem").live
    Revision.objects.for_instance(later).update(approved_go_live_at=clock.now() - timedelta(minutes=1))
    Service.objects.filter(pk=later.pk).update(go_live_at=clock.now() - timedelta(minutes=1))
    Service.objects.filter(pk=lighting.pk).update(expire_at=clock.now() - timedelta(minutes=1))
    for revision in Revision.objects.for_instance(later):
        revision.content["go_live_at"] = None
        revision.save()
    tasks.apply_schedule(0)
    assert Service.objects.get(slug="hiljem").live
    assert Service.objects.get(pk=lighting.pk).status == "retired"


@pytest.mark.parametrize("name", ["service", "topic"])
def test_lists_use_the_same_number_of_queries_at_10_and_100(
    name: str, make_service: Make, editor: Client, municipality: Municipality, topic: Topic, unit: Unit,
    django_assert_num_queries,
) -> None:  # fmt: skip
    def count() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert editor.get(url).status_code == 200
        return len(captured)

    url = reverse(f"wagtailsnippets_services_{name}:list")

    def fill(first: int, last: int) -> None:
        Service.objects.bulk_create(
            Service(municipality=municipality, slug=f"s{i}", code=f"c{i}", name_et=f"S{i}", unit=unit, live=True)
            for i in range(first, last)
        )
        Topic.objects.bulk_create(
            Topic(municipality=municipality, slug=f"t{i}", name_et=f"T{i}", parent=topic) for i in range(first, last)
        )

    fill(0, 10)
    count()
    ten = count()
    fill(10, 100)
    assert count() <= ten + 1  # the page number is known only when there is more than one page


def test_naughty_strings_in_the_form(editor: Client) -> None:
    import json

    from tests.shared_data import shared

    strings = json.loads(shared("security", "blns", "blns.json").read_text())
    text = "\n".join(strings).replace("\x00", "")
    data = form_of(editor, reverse(ADD)) | {
        "name_et": strings[-1][:100], "slug": "blns", "provider_kind": "city", "form": "[]", "description_et": text,
        "how_to_et": text, "contact_et": text, "action-publish": "1",
    }  # fmt: skip
    assert editor.post(reverse(ADD), data).status_code == 302
    page = Client(headers={"host": "tartu.localhost"}).get("/teenused/blns/").content.decode()
    assert "<script>alert" not in page
    assert "onerror=alert" not in page.replace("&quot;", "").split("<main")[1] or "&lt;" in page


def test_a_channel_link_never_runs_a_script(editor: Client, make_service: Make) -> None:
    make_service("x", "X", channels=[Channel(kind="web", link="https://example.ee")])
    Channel.objects.update(link="javascript:alert(1)")
    page = Client(headers={"host": "tartu.localhost"}).get("/teenused/x/").content.decode()
    assert 'href="javascript' not in page


def test_services_of_elva_are_not_in_tartus_file(lighting: Service, other_municipality: Municipality) -> None:
    with municipality_scope(other_municipality):
        actions.publish(
            Service(municipality=other_municipality, slug="elva", name_et="Elva oma", code="elva-1"), Actor.system()
        )
    assert b"elva-1" not in staff_export.export("csv")
