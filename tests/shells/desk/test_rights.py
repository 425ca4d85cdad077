"""The rights page and the forms of members: what is shown, switched, proposed and confirmed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.models import Membership, RightsChange, Role, RoleSetting, Unit, User
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services.models import Service

RIGHTS, MEMBERS = "/toolaud/oigused/", "/toolaud/inimesed/"


@pytest.fixture
def join(municipality: Municipality) -> Callable[..., User]:
    """``join("anne", "administrator")``: a user with one membership, as it is given."""

    def make(name: str, role: str, unit: Unit | None = None, **reach: list) -> User:
        user = User.objects.create(username=name, first_name=name.title(), last_name="Mets")
        Membership.objects.create(user=user, municipality=municipality, role=role, unit=unit, **reach)
        return user

    return make


@pytest.fixture
def anne(join, signed_in) -> Client:
    return signed_in(join("anne", Role.ADMINISTRATOR))


@pytest.fixture
def bert(join, signed_in) -> Client:
    return signed_in(join("bert", Role.ADMINISTRATOR))


@pytest.fixture
def uku(join, unit: Unit) -> Membership:
    return join("uku", Role.OFFICIAL, unit).memberships.get()


def sent(client: Client, *, add: tuple[str, ...] = (), drop: tuple[str, ...] = ()) -> dict[str, object]:
    """The form of the matrix as the page has it, with some boxes switched."""
    page = client.get(RIGHTS)
    held = {
        f"{cell.role}:{row['capability']}"
        for row in page.context["rows"]
        for cell in row["cells"]
        if cell.is_held and cell.is_changeable
    }
    return {"version": page.context["version"], "held": sorted(held - set(drop) | set(add))}


def test_the_matrix_switches_what_may_be_switched(anne: Client, municipality: Municipality) -> None:
    page = anne.get(RIGHTS).text
    assert 'value="operator:analyse"' in page
    assert 'value="administrator:handle"' not in page
    assert 'value="editor:administer"' not in page

    anne.post(RIGHTS, sent(anne, add=("operator:analyse",), drop=("official:pay",)))
    stored = {each.role: set(each.capabilities) for each in RoleSetting.objects.all()}
    assert stored["operator"] == {"front_desk", "triage", "analyse"}
    assert "pay" not in stored["official"]
    assert set(stored) == {"operator", "official"}


def test_boxes_that_nobody_shows_are_refused(anne: Client) -> None:
    form = sent(anne, add=("administrator:handle", "editor:administer", "nobody:handle"))
    anne.post(RIGHTS, form)
    assert not RoleSetting.objects.exists()


def test_a_stale_page_changes_nothing(anne: Client, bert: Client) -> None:
    stale = sent(anne, add=("analyst:triage",))
    bert.post(RIGHTS, sent(bert, add=("operator:analyse",)))
    assert "vahepeal muudetud" in anne.post(RIGHTS, stale, follow=True).text
    assert [each.role for each in RoleSetting.objects.all()] == ["operator"]


def test_a_sensitive_capability_is_confirmed_on_the_page_of_another(anne: Client, bert: Client) -> None:
    waiting = anne.post(RIGHTS, sent(anne, add=("official:see_reporter",)), follow=True)
    change = RightsChange.objects.get()
    confirm = f"{RIGHTS}muudatused/{change.pk}/kinnita/"
    assert confirm not in waiting.text
    assert "Tegite ettepaneku ise" in waiting.text
    assert "Tegite ettepaneku ise" in anne.post(confirm, follow=True).text
    assert not RoleSetting.objects.filter(capabilities__contains=["see_reporter"]).exists()

    assert confirm in bert.get(RIGHTS).text
    assert "Kinnitatud" in bert.post(confirm, follow=True).text
    assert RoleSetting.objects.get(role="official").capabilities.count("see_reporter") == 1


def test_a_role_gets_back_what_it_had_at_first(anne: Client) -> None:
    anne.post(RIGHTS, sent(anne, add=("operator:analyse",)))
    anne.post(f"{RIGHTS}rollid/operator/algseis/")
    assert set(RoleSetting.objects.get(role="operator").capabilities) == {"front_desk", "triage"}
    assert anne.post(f"{RIGHTS}rollid/keegi/algseis/").status_code == 404


def test_an_administrator_alone_is_told_to_name_a_second_one(anne: Client, uku: Membership) -> None:
    assert "Haldajaid on ainult üks" in anne.get(RIGHTS).text
    refused = anne.post(f"{MEMBERS}{uku.pk}/", {"role": "official", "unit": uku.unit_id, "categories": ["child"]})
    assert "määrake enne haldajaks veel keegi" in refused.text
    assert not RightsChange.objects.exists()


def test_units_without_official_are_warned_of(anne: Client, bert: Client, unit: Unit, uku: Membership) -> None:
    municipality = unit.municipality
    within = Unit.objects.create(municipality=municipality, name="Teede teenistus", parent=unit)
    Unit.objects.create(municipality=municipality, name="Raamatukogu")
    assert list(anne.get(RIGHTS).context["warnings"]) == ["Raamatukogu: ametnikku ei ole, pöördumisi ei menetle keegi."]
    Membership.objects.filter(pk=uku.pk).update(unit=within)
    assert len(anne.get(RIGHTS).context["warnings"]) == 2


def test_a_members_reach_is_set_with_units_services_and_categories(
    anne: Client, bert: Client, uku: Membership, unit: Unit, lights: Service, other_municipality: Municipality
) -> None:
    with municipality_scope(other_municipality):
        theirs = Service.objects.create(municipality=other_municipality, slug="voor", name="Võõras teenus")
    page = anne.get(f"{MEMBERS}{uku.pk}/")
    assert "Tänavavalgustus" in page.text
    assert "Võõras teenus" not in page.text
    form = {"role": "official", "unit": unit.pk, "services": [theirs.pk], "title": ""}
    assert anne.post(f"{MEMBERS}{uku.pk}/", form).context["form"].errors.keys() == {"services"}

    anne.post(f"{MEMBERS}{uku.pk}/", form | {"services": [lights.pk]})
    uku.refresh_from_db()
    assert uku.services == [lights.pk]

    response = anne.post(f"{MEMBERS}{uku.pk}/", form | {"services": [lights.pk], "categories": ["child"]})
    assert response["Location"] == RIGHTS
    assert "lastekaitse" in bert.get(RIGHTS).text
    assert "teine haldaja" in anne.get(f"{MEMBERS}{uku.pk}/").text
    bert.post(f"{RIGHTS}muudatused/{RightsChange.objects.get().pk}/kinnita/")
    uku.refresh_from_db()
    assert uku.categories == ["child"]
    listed = anne.get(MEMBERS).text
    for words in ("Uku Mets", unit.name, "Tänavavalgustus", "eriliigiline: lastekaitse"):
        assert words in listed


def test_a_rejected_change_is_gone_from_the_page(anne: Client, bert: Client, uku: Membership) -> None:
    anne.post(f"{MEMBERS}{uku.pk}/", {"role": "official", "unit": uku.unit_id, "categories": ["child"]})
    bert.post(f"{RIGHTS}muudatused/{RightsChange.objects.get().pk}/lukka-tagasi/")
    assert "Midagi ei oota" in bert.get(RIGHTS).text
    assert bert.post(f"{RIGHTS}muudatused/{RightsChange.objects.get().pk}/muu/").status_code == 404


def test_own_rights_have_no_form(anne: Client, bert: Client, unit: Unit) -> None:
    own = Membership.objects.get(user__username="anne")
    page = anne.get(f"{MEMBERS}{own.pk}/").text
    assert "Oma õigusi ei muuda keegi ise" in page
    assert 'name="role"' not in page
    anne.post(f"{MEMBERS}{own.pk}/", {"role": "official", "unit": unit.pk})
    own.refresh_from_db()
    assert own.role == Role.ADMINISTRATOR


def test_the_members_page_says_what_they_would_see_without_telling_of_whom(
    anne: Client, uku: Membership, unit: Unit, make_case: Callable[..., Case]
) -> None:
    case = make_case(text="Naabri laps on üksi.")
    Case.objects.filter(pk=case.pk).update(unit=unit, sensitivity="personal", official=uku.user)
    page = anne.get(f"{MEMBERS}{uku.pk}/").text
    assert "Mida näeb Uku Mets" in page
    assert "Menetleja 1 lõpetamata pöördumisel." in page
    assert "Loeb ja menetleb oma üksuste pöördumisi" in page
    assert case.number not in page
    assert "Naabri laps" not in page


def test_the_head_of_a_unit_is_one_of_its_municipalitys_members(
    anne: Client, unit: Unit, uku: Membership, other_municipality: Municipality
) -> None:
    stranger = User.objects.create(username="elvakas")
    Membership.objects.create(user=stranger, municipality=other_municipality, role=Role.OFFICIAL)
    form = {"name": unit.name, "is_active": "on"}
    assert anne.post(f"{MEMBERS}uksus/{unit.pk}/", form | {"head": stranger.pk}).status_code == 200
    anne.post(f"{MEMBERS}uksus/{unit.pk}/", form | {"head": uku.user_id})
    unit.refresh_from_db()
    assert unit.head == uku.user
    assert anne.get(MEMBERS).text.count("Uku Mets") == 2


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.ADMINISTRATOR}))
def test_rights_are_for_administrators(role: str, signed_in) -> None:
    client = signed_in(role)
    assert client.get(RIGHTS).status_code == 403
    for path in ("", "rollid/operator/algseis/", "muudatused/1/kinnita/"):
        assert client.post(f"{RIGHTS}{path}").status_code == 403


@pytest.mark.parametrize("language", ["", "en/", "ru/"])
def test_the_page_is_whole_in_every_language(language: str, anne: Client, bert: Client, uku: Membership) -> None:
    anne.post(RIGHTS, sent(anne, add=("official:see_reporter",)))
    anne.post(f"{MEMBERS}{uku.pk}/", {"role": "official", "unit": uku.unit_id, "categories": ["child"]})
    page = bert.get(f"/{language}toolaud/oigused/")
    assert page.text.count("/kinnita/") == 2
    assert bert.get(f"/{language}toolaud/inimesed/{uku.pk}/").status_code == 200


def test_changes_of_another_municipality_are_out_of_reach(anne: Client, other_municipality: Municipality) -> None:
    with municipality_scope(other_municipality):
        theirs = RightsChange.objects.create(
            municipality=other_municipality, role="official", values={"capabilities": ["see_reporter"]},
            proposed_by=User.objects.create(username="elvakas"),
        )  # fmt: skip
    assert "elvakas" not in anne.get(RIGHTS).text
    assert anne.post(f"{RIGHTS}muudatused/{theirs.pk}/kinnita/").status_code == 404
