"""An editor of Tartu sees and touches only Tartu's in Wagtail's admin; nobody is anybody elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import Page, PageLogEntry

from raekoda.identity.accounts.models import Membership, Role, User
from raekoda.platform.core.models import Municipality
from raekoda.publishing.website.models import MunicipalitySite
from raekoda.publishing.website.models import PublishedDocument as Document


def image_of(municipality: Municipality, title: str) -> Image:
    content = BytesIO()
    Picture.new("RGB", (8, 8), "teal").save(content, "PNG")
    collection = MunicipalitySite.objects.get(municipality=municipality).collection
    return Image.objects.create(
        title=title, file=ImageFile(BytesIO(content.getvalue()), "p.png"), collection=collection
    )


def document_of(municipality: Municipality, title: str) -> Document:
    collection = MunicipalitySite.objects.get(municipality=municipality).collection
    return Document.objects.create(title=title, file=ContentFile(b"tekst", "fail.txt"), collection=collection)


@pytest.fixture
def editor(tartu: Municipality, member: Callable[..., User], at_tartu: Client) -> Client:
    """Tartu's editor, signed in on Tartu's host."""
    at_tartu.force_login(member("toimetaja", tartu, Role.EDITOR))
    return at_tartu


def page(path: str) -> Page:
    return Page.objects.get(url_path=path)


def test_explorer_shows_own_pages_only(editor: Client, elva: Municipality) -> None:
    home = page("/tartu/et/")
    listing = editor.get(reverse("wagtailadmin_explore", args=[home.get_parent().pk])).content.decode()
    assert "Tartu linn" in listing
    assert "Elva" not in listing
    inside = editor.get(reverse("wagtailadmin_explore", args=[home.pk])).content.decode()
    assert "Kontaktid" in inside


def test_own_page_can_be_edited_and_published(editor: Client) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[page("/tartu/et/kontakt/").pk])
    assert editor.get(url).status_code == 200


@pytest.mark.parametrize("action", ["edit", "delete", "unpublish", "copy", "move", "history", "revisions_index"])
def test_direct_address_of_another_municipality_is_refused(editor: Client, elva: Municipality, action: str) -> None:
    theirs = page("/elva/et/kontakt/")
    try:
        url = reverse(f"wagtailadmin_pages:{action}", args=[theirs.pk])
    except Exception:
        pytest.skip(f"no view {action}")
    response = editor.get(url)
    assert response.status_code in (302, 403, 404)
    assert "Kontaktid" not in response.content.decode()
    posted = editor.post(url, {"title": "Kaaperdatud"})
    assert posted.status_code in (302, 403, 404)
    fresh = page("/elva/et/kontakt/")
    assert (fresh.title, fresh.live, fresh.path) == (theirs.title, True, theirs.path)


def test_page_cannot_be_added_or_moved_elsewhere(editor: Client, elva: Municipality) -> None:
    theirs = page("/elva/et/")
    add = reverse("wagtailadmin_pages:add", args=["website", "textpage", theirs.pk])
    assert editor.get(add).status_code in (302, 403)
    ours = page("/tartu/et/meist/")
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[ours.pk, theirs.pk])
    assert editor.post(confirm).status_code in (302, 403)
    assert page("/tartu/et/meist/").pk == ours.pk


def test_search_chooser_and_reports_show_own_only(editor: Client, elva: Municipality) -> None:
    for url in (
        reverse("wagtailadmin_pages:search") + "?q=Elva",
        reverse("wagtailadmin_choose_page"),
        reverse("wagtailadmin_choose_page_search") + "?q=vald",
        reverse("wagtailadmin_reports:aging_pages"),
        reverse("wagtailadmin_reports:locked_pages"),
        reverse("wagtailadmin_home"),
    ):
        response = editor.get(url, follow=True)
        assert response.status_code == 200, url
        assert "Elva vald" not in response.content.decode(), url


def test_filters_name_no_people_of_other_municipalities(
    editor: Client, elva: Municipality, member: Callable[..., User], client: Client
) -> None:
    theirs = member("elva-inimene", elva, Role.EDITOR)
    client.force_login(theirs)
    contacts = page("/elva/et/kontakt/")
    Page.objects.filter(pk=contacts.pk).update(owner=theirs, locked=True, locked_by=theirs)
    PageLogEntry.objects.create(
        page_id=contacts.pk,
        content_type=contacts.content_type,
        user=theirs,
        action="wagtail.edit",
        label="Kontaktid",
        timestamp=timezone.now(),
        uuid=uuid4(),
    )
    for url in (
        reverse("wagtailadmin_explore", args=[page("/tartu/et/").pk]),
        reverse("wagtailadmin_pages:search"),
        reverse("wagtailadmin_reports:locked_pages"),
        reverse("wagtailadmin_reports:workflow"),
        reverse("wagtailadmin_reports:aging_pages"),
    ):
        text = editor.get(url).content.decode()
        assert "elva-inimene" not in text, url
        assert "Elva" not in text, url


def test_report_over_all_sites_is_for_platform_operators(editor: Client) -> None:
    for report in ("page_types_usage", "page_types_usage_results", "site_history", "site_history_results"):
        assert editor.get(reverse(f"wagtailadmin_reports:{report}")).status_code in (302, 403), report
    menu = editor.get("/haldus/").content.decode()
    assert reverse("wagtailadmin_reports:locked_pages") in menu
    assert reverse("wagtailadmin_reports:site_history") not in menu
    assert reverse("wagtailadmin_reports:page_types_usage") not in menu


def test_chooser_opened_inside_another_site_lists_nothing(editor: Client, elva: Municipality) -> None:
    url = reverse("wagtailadmin_choose_page_child", args=[page("/elva/et/").pk])
    assert "Kontaktid" not in editor.get(url).content.decode()


def test_images_and_documents_of_others_are_hidden(editor: Client, tartu: Municipality, elva: Municipality) -> None:
    image_of(tartu, "Meie pilt")
    document_of(tartu, "Meie fail")
    image, document = image_of(elva, "Nende pilt"), document_of(elva, "Nende fail")
    for url in (
        reverse("wagtailimages:index"),
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtaildocs:index"),
        reverse("wagtaildocs_chooser:choose"),
    ):
        text = editor.get(url).content.decode()
        assert "Meie" in text, url
        assert "Nende" not in text, url
    for url in (
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailimages:delete", args=[image.pk]),
        reverse("wagtaildocs:edit", args=[document.pk]),
        reverse("wagtaildocs:delete", args=[document.pk]),
        reverse("wagtaildocs:document_usage", args=[document.pk]),
        reverse("wagtailimages:image_usage", args=[image.pk]),
        reverse("wagtailimages:url_generator", args=[image.pk]),
        reverse("wagtailimages:preview", args=[image.pk, "fill-8x8"]),
        reverse("wagtaildocs_chooser:chosen", args=[document.pk]),
        reverse("wagtailimages_chooser:chosen", args=[image.pk]),
        reverse("wagtailimages_chooser:select_format", args=[image.pk]),
    ):
        assert editor.get(url).status_code in (302, 403, 404), url
        assert editor.post(url).status_code in (302, 403, 404), url
    assert Image.objects.filter(pk=image.pk).exists()
    assert Document.objects.filter(pk=document.pk).exists()


def test_editor_of_tartu_is_nobody_at_elva(editor: Client, elva: Municipality) -> None:
    response = editor.get("/haldus/", HTTP_HOST="elva.localhost")
    assert response.status_code == 302
    assert "/haldus/login" in response["Location"] or "/toolaud/" in response["Location"]


def test_rights_do_not_travel_between_hosts(
    tartu: Municipality, elva: Municipality, member: Callable[..., User], client: Client
) -> None:
    """Who edits in Tartu and only answers calls in Elva edits nothing at Elva, and at Elva nothing of Tartu."""
    user = member("kahes-kohas", tartu, Role.EDITOR)
    member("", elva, Role.OPERATOR, user=user)
    client.force_login(user)
    edit_elva = reverse("wagtailadmin_pages:edit", args=[page("/elva/et/kontakt/").pk])
    edit_tartu = reverse("wagtailadmin_pages:edit", args=[page("/tartu/et/kontakt/").pk])
    assert client.get(edit_tartu, HTTP_HOST="tartu.localhost").status_code == 200
    assert client.get(edit_elva, HTTP_HOST="elva.localhost").status_code in (302, 403)
    assert client.get(edit_tartu, HTTP_HOST="elva.localhost").status_code in (302, 403)
    assert client.get(reverse("wagtailadmin_home"), HTTP_HOST="elva.localhost").status_code in (302, 403)


def test_rights_end_with_the_role(tartu: Municipality, member: Callable[..., User], client: Client) -> None:
    user = member("lahkuja", tartu, Role.EDITOR)
    assert user.groups.count() == 1
    Membership.objects.filter(user=user).delete()
    assert user.groups.count() == 0


@pytest.mark.parametrize(
    ("role", "may_publish", "may_delete_trees"),
    [(Role.EDITOR, True, False), (Role.SERVICE_OWNER, False, False), (Role.ADMINISTRATOR, True, True)],
)
def test_rights_of_each_role(
    tartu: Municipality, member: Callable[..., User], role: Role, may_publish: bool, may_delete_trees: bool
) -> None:
    user = User.objects.get(pk=member("keegi", tartu, role).pk)
    rights = page("/tartu/et/meist/").permissions_for_user(user)
    assert rights.can_edit()
    assert rights.can_publish() is may_publish
    assert ("bulk_delete" in rights.permissions) is may_delete_trees


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.OFFICIAL, Role.ANALYST])
def test_others_have_no_business_in_wagtail(
    tartu: Municipality, member: Callable[..., User], role: Role, at_tartu: Client
) -> None:
    at_tartu.force_login(member("keegi", tartu, role))
    assert at_tartu.get("/haldus/pages/").status_code == 403
    assert at_tartu.get("/haldus/").status_code == 403


def test_nobody_takes_a_home_page_away(tartu: Municipality, member: Callable[..., User], at_tartu: Client) -> None:
    at_tartu.force_login(member("juht", tartu, Role.ADMINISTRATOR))
    home = page("/tartu/et/")
    for action in ("delete", "unpublish"):
        at_tartu.post(reverse(f"wagtailadmin_pages:{action}", args=[home.pk]))
    assert page("/tartu/et/").live


def test_platform_operator_sees_all(tartu: Municipality, elva: Municipality, at_tartu: Client) -> None:
    at_tartu.force_login(User.objects.create_superuser("ülem", password="kolmkassi-kolmkassi"))
    listing = at_tartu.get(reverse("wagtailadmin_explore_root")).content.decode()
    assert "Tartu linn" in listing
    assert "Elva vald" in listing


def test_admin_speaks_the_users_language(tartu: Municipality, member: Callable[..., User], at_tartu: Client) -> None:
    user = member("vene", tartu, Role.EDITOR)
    user.language = "ru"
    user.save()
    at_tartu.force_login(user)
    text = at_tartu.get("/haldus/").content.decode()
    assert 'lang="ru"' in text
    assert "<title>" in text
    assert text.count("Tartu linn") >= 2


def test_there_is_one_sign_in_for_desk_and_pages(tartu: Municipality, at_tartu: Client) -> None:
    for address in ("/haldus/pages/", "/haldus/login/?next=/haldus/pages/"):
        response = at_tartu.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("desk:login"))
        assert "next=/haldus/pages/" in response["Location"]
