"""A resident fills in a form step by step."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from raekoda.platform.core.models import Municipality
from raekoda.registry.forms import filling, queries
from raekoda.registry.forms.filling import StepForm
from raekoda.registry.forms.models import FormVersion
from tests.registry.forms import factory


@pytest.fixture
def version(municipality: Municipality) -> FormVersion:
    return factory.published(factory.service(municipality))


def test_a_published_form_is_filled_in(version: FormVersion) -> None:
    assert queries.published(version.form.service) == version
    assert filling.check(version.parsed, factory.FILLED) == {}
    sections = filling.summary(version.parsed, factory.FILLED)
    assert [section.title for section in sections] == ["Applicant", "Costs"]
    assert [line.value for line in sections[1].lines] == ["EE47 1000 0010 2014 5685", "Vihikud, 12,50\xa0€", "Jah"]


def test_a_step_is_parsed_into_answers(version: FormVersion) -> None:
    data = QueryDict("name=Mari&email=mari@example.ee&for_child=yes&child_code=60001019906")
    form = StepForm(version, "applicant", {}, data)
    assert form.is_valid(), form.errors
    assert form.cleaned_answers == {
        "name": "Mari", "email": "mari@example.ee", "for_child": True, "child_code": "60001019906",
    }  # fmt: skip


def test_a_new_question_is_shown_before_it_is_required(version: FormVersion) -> None:
    data = QueryDict("_asked=name email for_child&name=Mari&email=mari@example.ee&for_child=yes")
    form = StepForm(version, "applicant", {}, data)
    assert not form.is_valid()
    assert not form.errors
    assert form.new_questions == ["Lapse isikukood"]
    html = render_to_string("forms/step.html", {"form": form})
    assert 'name="child_code"' in html and 'value="mari@example.ee"' in html


def test_every_step_is_rendered(version: FormVersion) -> None:
    for step in version.parsed.steps:
        html = render_to_string("forms/step.html", {"form": StepForm(version, step, factory.FILLED)})
        assert html.count("forms-part") == len(step.fields) - (step.key == "applicant")
