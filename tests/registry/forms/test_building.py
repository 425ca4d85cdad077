"""An official builds a form without code, tries it and publishes it."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from raekoda.platform.core.models import JournalEntry
from raekoda.registry.forms import queries
from raekoda.registry.forms.models import Form, FormVersion
from raekoda.registry.services.models import Service
from tests.registry.forms import factory


def address(name: str, form: Form, *parts: str) -> str:
    return reverse(f"forms_desk:{name}", args=[form.ref, *parts])


def texts(name: str, text: str) -> dict[str, str]:
    return {f"{name}_et": text, f"{name}_en": f"{text} (en)", f"{name}_ru": f"{text} (ru)"}


def send(client: Client, url: str, form: Form, **data: Any) -> Any:
    form.refresh_from_db()
    return client.post(url, {"seen": form.revision, **data})


def begun(desk: Client, service: Service) -> Form:
    answer = desk.post(reverse("forms_desk:new"), {"service": service.pk, "name": "Koolitoetuse taotlus"})
    assert answer.status_code == 302, answer.content.decode()
    return Form.objects.get()


def test_a_form_is_built_with_a_condition_and_published(desk: Client, service: Service) -> None:
    form = begun(desk, service)
    step = form.draft_definition.steps[0].key
    answer = send(
        desk, address("new_field", form, step, "yes_no"), form, **texts("label", "Kas taotled lapsele?"), required="on"
    )
    assert answer.status_code == 302, answer.content.decode()
    page = desk.get(address("new_field", form, step, "personal_code")).content.decode()
    assert "[&quot;kas_taotled_lapsele&quot;, &quot;equals&quot;, true]" in page
    condition = json.dumps(["kas_taotled_lapsele", "equals", True])
    answer = send(
        desk, address("new_field", form, step, "personal_code"), form,
        **texts("label", "Lapse isikukood"), required="on", join="all", required_join="all", step=step,
        **{"shown_if-order": "0", "shown_if-0-what": condition},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()

    form.refresh_from_db()
    field = form.draft_definition.fields["lapse_isikukood"]
    assert field.shown_if is not None
    assert field.as_json()["shown_if"] == {"all": [{"field": "kas_taotled_lapsele", "op": "equals", "value": True}]}
    assert "„Kas taotled lapsele?“" in desk.get(address("form", form)).content.decode()

    answer = send(desk, address("publish", form), form, note="Esimene")
    assert answer.status_code == 302, answer.content.decode()
    version = queries.published(service)
    assert version is not None and version.number == 1
    assert JournalEntry.objects.filter(action="forms.publish").count() == 1


def test_every_kind_is_edited_without_loss(desk: Client, service: Service) -> None:
    form = factory.form(service, everything())
    before = form.draft_definition
    for key in before.fields:
        page = desk.get(address("field", form, key))
        assert page.status_code == 200
        data = typed_in(page.context["editor"])
        answer = send(desk, address("field", form, key), form, **data)
        assert answer.status_code == 302, (key, answer.context["editor"].combined_errors.form.errors)
    form.refresh_from_db()
    assert form.draft_definition.as_json() == before.as_json()


def test_questions_are_moved_copied_and_removed(desk: Client, service: Service) -> None:
    form = factory.form(service)
    for do in ("field_down:name", "field_copy:email", "field_up:account", "step_down:applicant", "field_remove:proof"):
        assert send(desk, address("change", form), form, do=do).status_code == 302
    form.refresh_from_db()
    assert [step.key for step in form.draft_definition.steps] == ["costs", "applicant"]
    assert [field.key for field in form.draft_definition.steps[1].fields] == [
        "email", "email_2", "name", "for_child", "child_code", "account",
    ]  # fmt: skip
    assert "proof" not in form.draft_definition.fields


def test_a_concurrent_change_is_neither_lost_nor_overwritten(desk: Client, service: Service) -> None:
    form = factory.form(service)
    old = form.revision
    send(desk, address("change", form), form, do="field_down:name")
    answer = desk.post(address("field", form, "name"), {"seen": old, **texts("label", "Täisnimi"), "step": "applicant"})
    assert answer.status_code == 422
    assert "Täisnimi" in answer.content.decode()
    form.refresh_from_db()
    assert str(form.draft_definition.fields["name"].label) == "Nimi"


def test_a_draft_with_errors_is_not_published(desk: Client, service: Service) -> None:
    content = factory.definition(factory.step("one", factory.field("a"), factory.field("a", label="Teine")))
    form = factory.form(service, content)
    answer = send(desk, address("publish", form), form)
    assert answer.status_code == 422
    assert queries.published(service) is None


def test_trying_the_draft_stores_nothing(desk: Client, service: Service) -> None:
    form = factory.form(service)
    rows = JournalEntry.objects.count()
    url = address("try", form)
    first = desk.get(url)
    filled = {"step": "applicant", "carried": first.context["carried"], "_asked": "name email for_child"}
    filled |= {"name": "Mari", "email": "mari@example.ee", "for_child": "yes"}
    again = desk.post(url, filled)
    assert again.status_code == 422 and "Lapse isikukood" in again.content.decode()
    filled |= {
        "carried": again.context["carried"],
        "_asked": "name email for_child child_code",
        "child_code": "60001019906",
    }
    second = desk.post(url, filled)
    assert second.status_code == 200 and second.context["step"].key == "costs"
    proof = SimpleUploadedFile("tõend.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")
    last = desk.post(
        url,
        {
            "step": "costs", "carried": second.context["carried"], "_asked": "account costs proof sure",
            "account": "EE471000001020145685", "costs-rows": "1", "costs-0-what": "Vihikud", "costs-0-sum": "12,5",
            "sure": "on", "proof": proof,
        },
    )  # fmt: skip
    page = last.content.decode()
    assert "60001019906" in page and "EE47 1000 0010 2014 5685" in page and "tõend.pdf" in page
    assert JournalEntry.objects.count() == rows


def test_versions_are_compared_exported_copied_and_imported(
    desk: Client, version: FormVersion, service: Service
) -> None:
    form = version.form
    send(desk, address("change", form), form, do="field_remove:proof")
    page = desk.get(address("versions", form)).content.decode()
    assert "Tõend" in page
    exported = desk.get(address("export", form) + "?versioon=1")
    assert json.loads(exported.content) == version.definition
    other = factory.service(service.municipality, "matusetoetus", "Matusetoetus")
    answer = desk.post(address("copy", form), {"service": other.pk, "name": "Koopia"})
    assert answer.status_code == 302
    copy = Form.objects.get(name="Koopia")
    assert copy.draft == Form.objects.get(pk=form.pk).draft and not copy.is_open
    file = SimpleUploadedFile("vorm.json", exported.content)
    assert send(desk, address("import", copy), copy, file=file).status_code == 302
    copy.refresh_from_db()
    assert copy.draft == version.definition


def test_a_closed_form_is_not_offered(desk: Client, version: FormVersion, service: Service) -> None:
    assert desk.post(address("close", version.form)).status_code == 302
    assert queries.published(service) is None
    assert desk.post(address("delete", version.form)).status_code == 302
    assert Form.objects.filter(pk=version.form_id).exists()


def is_(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


def everything() -> dict[str, Any]:
    """A form with every kind of answer, and every setting the editor knows."""
    field, localized = factory.field, factory.localized
    return factory.definition(
        factory.step(
            "one",
            field("text", max_length=20, pattern="postal_code", autocomplete="postal-code", required=True),
            field("long", "long_text", min_length=10, help=localized("Kirjelda")),
            field("agreed", "yes_no", required=True),
            field(
                "colour", "choice",
                choices=[{"key": "a", "label": localized("Sinine")}, {"key": "b", "label": localized("Must")}],
            ),
            field("days", "choices", choices=[{"key": "e", "label": localized("E")}], max_count=1),
            field("people", "number", min=1, max=500, unit=localized("inimest")),
            field("area", "number", decimals=2, min=0.5),
            field("sum", "money", max="500.00"),
            field("starts", "date", earliest="today+14d", latest="2030-01-01"),
            field(
                "ends", "date", compare=[{"op": "at_least", "field": "starts", "message": localized("Lõpp on hiljem")}],
                required_if={"any": [is_("people", "greater", 100), is_("agreed", "equals", False)]},
            ),
            field("mail", "email", prefill="person.email", correctable=False),
            field("phone", "phone", prefill="person.phone"),
            field("place", "address", shown_if={"all": [{"field": "colour", "op": "one_of", "value": ["a", "b"]}]}),
            field("code", "personal_code"),
            field("firm", "registry_code"),
            field("account", "iban", shown_if={"all": [{"field": "days", "op": "contains", "value": "e"}]}),
            field("files", "file", types=["pdf"], max_count=3, max_mb=2),
            field("rows", "table", max_rows=4, columns=[field("what", required=True), field("how", "number", min=1)]),
            field("other", "person", consent=True),
            field("sure", "agree", required=True, shown_if={"all": [is_("starts", "less", "today+1y")]}),
            field(
                "fee", "fee",
                lines=[
                    {"amount": "10.00", "label": localized("Alus")},
                    {"amount": "2.50", "times": "people", "when": {"all": [is_("agreed", "equals", True)]}},
                ],
            ),
            field("told", "note", tone="warning", help=localized("Pane tähele")),
        )
    )  # fmt: skip


def typed_in(editor: Any) -> dict[str, Any]:
    """The data that a browser submits when nothing is changed on the page."""
    data: dict[str, Any] = {}
    for form in (editor.form, *(row for rows in editor.rows for row in rows.forms)):
        for bound in form:
            data |= inputs_of(bound.field.widget.get_context(bound.html_name, bound.value(), {})["widget"])
    return data | {f"{rows.prefix}-order": rows.order for rows in editor.rows}


def inputs_of(widget: dict[str, Any]) -> dict[str, Any]:
    if "subwidgets" in widget and "optgroups" not in widget:
        return {name: value for subwidget in widget["subwidgets"] for name, value in inputs_of(subwidget).items()}
    if "optgroups" in widget:
        chosen = [
            option["value"]
            for _name, options, _index in widget["optgroups"]
            for option in options
            if option["selected"]
        ]
        return {widget["name"]: chosen} if chosen else {}
    if widget.get("type") == "checkbox":
        return {widget["name"]: "on"} if widget["attrs"].get("checked") else {}
    return {widget["name"]: "" if widget["value"] is None else widget["value"]}
