"""Every field says what it wants, what is wrong with it, and where; nothing typed is lost."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override

from raekoda.platform.core.forms import PhotosField
from tests.platform.core.gallery.forms import EveryField


class Elements(HTMLParser):
    """Every element of a piece of HTML with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, Any]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def with_id(self, name: str) -> dict[str, Any]:
        return next(attributes for _, attributes in self.found if attributes.get("id") == name)

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.found if "id" in attributes]


@pytest.fixture(autouse=True)
def _in_estonian() -> Any:
    with override("et"):
        yield


def test_description_and_error_are_tied_to_the_field() -> None:
    html = EveryField({})["text"].as_field_group()
    elements = Elements(html)
    field = elements.with_id("id_text")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "id_text_helptext id_text_error"
    assert {"id_text_helptext", "id_text_error"} <= set(elements.ids())
    assert "ds-input" in field["class"]


def test_a_group_of_choices_has_a_legend_and_its_own_error() -> None:
    elements = Elements(EveryField({})["place"].as_field_group())
    group = next(attributes for tag, attributes in elements.found if tag == "fieldset")
    assert group["aria-describedby"] == "id_place_error"
    assert "legend" in [tag for tag, _ in elements.found]


def test_only_what_may_be_left_out_is_marked() -> None:
    form = EveryField()
    assert "(valikuline)" in form["email"].as_field_group()
    assert "(valikuline)" not in form["text"].as_field_group()
    form.fields["email"].hide_optional = True  # type: ignore[attr-defined]
    assert "(valikuline)" not in form["email"].as_field_group()


def test_the_error_summary_leads_to_each_field() -> None:
    form = EveryField({"text": "x" * 201})
    html = str(form)
    elements = Elements(html)
    links = [attributes["href"] for tag, attributes in elements.found if tag == "a"]
    assert links == ["#id_text", "#id_topic", "#id_place_0"]
    assert all(link[1:] in elements.ids() for link in links)
    assert html.index("rk-error-summary") < html.index("id_text_helptext")


def test_a_form_without_errors_has_no_summary() -> None:
    assert "rk-error-summary" not in str(EveryField())
    assert not Template("{% load ui %}{% error_summary form %}").render(Context({"form": EveryField()})).strip()


def test_errors_of_the_whole_form_are_shown_without_a_link() -> None:
    class Both(forms.Form):
        name = forms.CharField(required=False)

        def clean(self) -> dict[str, Any]:
            raise forms.ValidationError("Sama teade on juba saadetud.")

    html = str(Both({"name": "Kati"}))
    assert "<li>Sama teade on juba saadetud.</li>" in html
    assert 'value="Kati"' in html


def test_what_was_typed_is_shown_as_text_never_as_markup() -> None:
    html = str(EveryField({"text": "</textarea><script>alert(1)</script>", "email": '"><img src=x>'}))
    assert "<script>" not in html
    assert "<img src" not in html


def test_long_texts_count_their_characters() -> None:
    elements = Elements(EveryField()["text"].as_field_group())
    counter = next(attributes for _, attributes in elements.found if "data-counter" in attributes)
    assert (counter["data-counter"], counter["data-limit"]) == ("id_text", "200")


def test_ratings_are_radio_buttons_with_words() -> None:
    html = EveryField()["rating"].as_field_group()
    radios = [attributes for _, attributes in Elements(html).found if attributes.get("type") == "radio"]
    assert [radio["value"] for radio in radios] == ["1", "2", "3", "4", "5"]
    assert "Väga hea" in html


def test_several_photos_come_as_a_list() -> None:
    class Photos(forms.Form):
        photos = PhotosField(required=False)

    files = [SimpleUploadedFile("a.jpg", b"a"), SimpleUploadedFile("b.jpg", b"b")]
    form = Photos({}, MultiValueDict({"photos": files}))
    assert form.is_valid()
    assert [each.name for each in form.cleaned_data["photos"]] == ["a.jpg", "b.jpg"]
    none = Photos({}, MultiValueDict())
    assert none.is_valid() and none.cleaned_data["photos"] == []


def test_a_required_photo_that_is_missing_is_said() -> None:
    class Photos(forms.Form):
        photos = PhotosField()

    assert not Photos({}, MultiValueDict()).is_valid()
