"""Answers: parsing, validation and display of every kind; typed text is preserved; hidden answers are not submitted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from hypothesis import example, given, settings
from hypothesis import strategies as st

from raekoda.platform.core.models import Municipality
from raekoda.registry.forms import definition, filling, prefill
from raekoda.registry.forms.filling import StepForm
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.models import FormVersion
from tests.identity.persons.factory import person
from tests.registry.forms import factory
from tests.registry.forms.test_building import everything, is_

TODAY = date(2026, 11, 26)
EVERYTHING = definition.read(everything())
JAAN = {"given_name": "Jaan", "family_name": "Tamm", "code": "38001085718", "email": "j@example.ee"}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def form_of(
    *fields: dict[str, Any], data: str | None = None, answers: dict[str, Any] | None = None, **args: Any
) -> StepForm:
    found = definition.read(factory.definition(factory.step("one", *fields)))
    return StepForm(found, "one", answers or {}, QueryDict(data) if data is not None else None, today=TODAY, **args)


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("text", " 51003 ", "51003"), ("long", "a" * 9 + "\r\nb", "a" * 9 + "\nb"), ("agreed", "no", False),
        ("colour", "b", "b"), ("days", ["e"], ["e"]), ("people", "120", 120), ("area", "12,5", 12.5),
        ("sum", "100,5 €", "100.50"), ("starts", "24.12.2026", "2026-12-24"), ("mail", "mari@example.ee", "mari@example.ee"),
        ("phone", "+372 555 1234", "+3725551234"), ("code", "60001019906", "60001019906"), ("firm", "10137319", "10137319"),
        ("account", "ee47 1000 0010 2014 5685", "EE471000001020145685"), ("sure", "on", True),
        ("rows", [{"what": "a", "how": "2"}, {}], [{"what": "a", "how": 2}]), ("other", JAAN, JAAN),
    ],
)  # fmt: skip
def test_each_kind_parses_typed_and_stored_answers(key: str, typed: Any, stored: Any) -> None:
    field = EVERYTHING.fields[key]
    kind = KINDS[field.kind]
    assert kind.clean(field, typed, TODAY) == stored
    assert kind.clean(field, stored, TODAY) == stored
    assert kind.display(field, stored)


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("text", "5100"), ("text", "5" * 30), ("text", ["a"]), ("long", "short"), ("agreed", "maybe"), ("colour", "z"),
        ("colour", {"a": 1}), ("days", ["e", "x"]), ("people", "501"), ("people", "1.5"), ("people", "1e999999999"),
        ("people", "NaN"), ("people", True), ("sum", "500.01"), ("sum", "-1"), ("sum", "1.005"), ("starts", "2026-12-01"),
        ("starts", "31.02.2027"), ("mail", "mari"), ("phone", "helista"), ("code", "60001019907"), ("code", "٦٠٠٠١٠١٩٩٠٦"),
        ("firm", "10137318"), ("account", "EE471000001020145686"), ("rows", [{"how": "2"}]), ("rows", "x"),
        ("rows", [{"what": str(n)} for n in range(5)]), ("other", {"given_name": "Jaan"}), ("files", [{"name": "x"}]),
        ("files", "x"),
    ],
)  # fmt: skip
def test_each_kind_rejects_invalid_answers_with_a_message(key: str, typed: Any) -> None:
    field = EVERYTHING.fields[key]
    with pytest.raises(ValidationError) as error:
        KINDS[field.kind].clean(field, typed, TODAY)
    assert all(len(message) > 8 for message in error.value.messages)


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=40)
@example({"agreed": True, "people": [None]})
@given(st.dictionaries(st.sampled_from(list(EVERYTHING.fields)), JUNK, max_size=8))
def test_no_answer_breaks_validation_summary_or_page(answers: dict[str, Any]) -> None:
    fine, _errors = filling.clean_answers(EVERYTHING, answers, TODAY)
    assert filling.clean_answers(EVERYTHING, fine, TODAY)[0] == fine
    filling.summary(EVERYTHING, answers, TODAY)
    assert render_to_string("forms/step.html", {"form": StepForm(EVERYTHING, "one", answers, today=TODAY)})


def test_typed_text_is_preserved_when_it_is_invalid() -> None:
    form = form_of(
        factory.field("people", "number"), factory.field("code", "personal_code"), factory.field("day", "date"),
        data="people=palju&code=123&day=homme",
    )  # fmt: skip
    assert not form.is_valid()
    assert form.typed_answers == {"people": "palju", "code": "123", "day": "homme"}
    again = form_of(
        factory.field("people", "number"), factory.field("code", "personal_code"), factory.field("day", "date"),
        answers=form.typed_answers,
    )  # fmt: skip
    html = render_to_string("forms/step.html", {"form": again})
    assert 'value="palju"' in html and 'value="123"' in html and 'value="homme"' in html


def test_hidden_answers_are_stored_in_the_draft_but_not_submitted() -> None:
    fields = (factory.field("has", "yes_no"), factory.field("why", shown_if={"all": [is_("has", "equals", True)]}))
    form = form_of(*fields, data="_asked=has why&has=no&why=Sest", answers={"has": True, "why": "Sest"})
    assert form.is_valid()
    assert form.cleaned_answers == {"has": False}
    assert form.typed_answers == {"has": False, "why": "Sest"}
    found = definition.read(factory.definition(factory.step("one", *fields)))
    assert filling.relevant(found, form.typed_answers) == {"has": False}


def test_rows_are_added_and_removed_without_javascript() -> None:
    table = factory.field(
        "rows", "table", columns=[factory.field("what", required=True), factory.field("sum", "money")]
    )
    form = form_of(table, data="_asked=rows&rows-rows=1&rows-0-what=Vihik&rows-0-sum=abc&_more=rows")
    assert form.is_refresh and not form.is_valid() and not form.errors
    html = render_to_string("forms/step.html", {"form": form})
    assert 'name="rows-1-what"' in html and 'value="abc"' in html
    less = form_of(table, data="_asked=rows&rows-rows=2&rows-0-what=Vihik&rows-1-what=Pliiats&_less=rows:0")
    html = render_to_string("forms/step.html", {"form": less})
    assert "Vihik" not in html and "Pliiats" in html
    wrong = form_of(table, data="_asked=rows&rows-rows=1&rows-0-what=&rows-0-sum=12")
    html = render_to_string("forms/step.html", {"form": wrong})
    assert "See on vajalik." in html and 'href="#id_rows-0-what"' in html and 'id="id_rows-0-what"' in html


def test_fees_are_calculated_from_the_answers() -> None:
    fee = EVERYTHING.fields["fee"]
    form = form_of(
        factory.field("people", "number"),
        factory.field("agreed", "yes_no"),
        fee.as_json(),
        data="people=4&agreed=yes&fee=0.00",
    )
    assert form.is_valid()
    assert form.cleaned_answers["fee"] == "20.00"


def test_answers_are_compared_with_each_other() -> None:
    fields = [EVERYTHING.fields[key].as_json() for key in ("starts", "ends")]
    fields[1].pop("required_if")
    form = form_of(*fields, data="starts=2026-12-24&ends=2026-12-23")
    assert form.errors == {"ends": ["Lõpp on hiljem"]}


def test_files_are_made_safe_stored_and_removed(municipality: Municipality) -> None:
    field = factory.field("proof", "file", types=["pdf"], max_count=2, required=True)
    stored = [{"ref": "a1", "name": "vana.pdf", "size": 10, "type": "application/pdf"}]
    uploads = MultiValueDict(
        {"proof": [SimpleUploadedFile("uus.pdf", PDF), SimpleUploadedFile("kuri.html", b"<script>")]}
    )
    form = form_of(field, data="proof-remove=a1", answers={"proof": stored}, files=uploads)
    assert not form.is_valid() and "kuri.html" in str(form.errors)
    assert [file.name for file in form.new_files["proof"]] == ["uus.pdf"]
    assert form.typed_answers == {"proof": None}
    assert form_of(field, data="", answers={"proof": stored}).is_valid()
    assert not form_of(field, data="proof-remove=a1", answers={"proof": stored}).is_valid()


def test_known_values_are_prefilled_and_correctable_only_where_allowed(municipality: Municipality) -> None:
    mari = person(municipality)
    mari.email = "mari@example.ee"
    fields = [
        factory.field("mail", "email", prefill="person.email"),
        factory.field("code", "personal_code", prefill="person.code", correctable=False),
    ]
    found = definition.read(factory.definition(factory.step("one", *fields)))
    known = prefill.gather(found, mari)
    html = render_to_string("forms/step.html", {"form": StepForm(found, "one", {}, prefill=known)})
    assert f'value="{mari.code}"' in html and "readonly" in html and "mida omavalitsus teist juba teab" in html
    form = StepForm(found, "one", {}, QueryDict("mail=uus@example.ee&code=38001085718"), prefill=known)
    assert form.is_valid()
    assert form.cleaned_answers["code"] == mari.code


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{ 7*7 }}", "\u202eabc", "a\x00b", "' OR 1=1 --", "Ω≈ç√", "𝕳" * 50]
)
def test_naughty_texts_are_escaped(text: str, municipality: Municipality) -> None:
    label = {"et": text, "en": text, "ru": text}
    field = {"key": "a", "kind": "text", "label": label, "help": label, "choices": None}
    field.pop("choices")
    version: FormVersion = factory.published(
        factory.service(municipality), factory.definition(factory.step("one", field), title=text)
    )
    version.refresh_from_db()
    form = StepForm(version, "one", {}, QueryDict(f"a={text}".replace("+", " ")))
    form.is_valid()
    html = render_to_string("forms/step.html", {"form": form})
    assert "<script>" not in html
    assert "\x00" not in str(form.typed_answers)
