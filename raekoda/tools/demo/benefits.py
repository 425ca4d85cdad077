"""The demo's benefits: the terms of Tartu are those that were read; Elva's are made up and say so. With the application for
the funeral benefit, three questions long."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.benefits import actions
from raekoda.registry.benefits.facts import Relation
from raekoda.registry.benefits.models import Benefit, BenefitRule
from raekoda.registry.forms import actions as forms
from raekoda.registry.forms.models import Form
from raekoda.registry.services.models import Service
from raekoda.selfservice.applications import actions as applications
from raekoda.tools.demo import read


def benefits(municipality: Municipality, actor: Actor) -> int:
    """Describe the benefits that are not there yet, with their rules and forms. Returns how many there are."""
    for entry in read("benefits"):
        if entry["municipality"] == municipality.code and not Benefit.objects.filter(code=entry["code"]).exists():
            _benefit(entry, municipality, actor)
    funeral = Benefit.objects.select_related("service", "municipality").filter(kind=Benefit.Kind.FUNERAL).first()
    if funeral is not None and not Form.objects.filter(service=funeral.service).exists():
        _funeral_form(funeral, actor)
    return Benefit.objects.count()


def _benefit(entry: dict[str, Any], municipality: Municipality, actor: Actor) -> None:
    service = Service.objects.get(slug=entry["service"])
    benefit = Benefit(
        municipality=municipality, code=entry["code"], kind=entry["kind"], service=service, is_demo=True,
        rule_of=entry["rule_of"],
    )  # fmt: skip
    for language in ("et", "en", "ru"):
        setattr(benefit, f"name_{language}", getattr(service, f"name_{language}"))
    actions.save_benefit(benefit, actor=actor)
    for values in entry["rules"]:
        rule = BenefitRule(benefit=benefit, is_demo=values.pop("is_made_up"), **_typed(values))
        actions.save_rule(rule, actor=actor)


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(values[name]) for name in ("valid_from", "valid_to") if values.get(name)}
    return {**values, **days, "amount": Decimal(values["amount"])}


def _funeral_form(benefit: Benefit, actor: Actor) -> None:
    """Who died, who you are, where to pay: questions are named as facts are, so that rules can look at the answers."""
    definition = read("funeral_form")
    fields = {field["key"]: field for step in definition["steps"] for field in step["fields"]}
    here = benefit.municipality
    fields["deceased_residence"]["choices"] = [
        {"key": here.code, "label": dict.fromkeys(("et", "en", "ru"), here.name)},
        {"key": "other", "label": {"et": "Mujal", "en": "Elsewhere", "ru": "В другом месте"}},
    ]
    fields["relation"]["choices"] = [{"key": each.value, "label": _in_languages(each.label)} for each in Relation]
    form = forms.create_form(benefit.service, "Matusetoetuse taotlus", actor, definition=definition, is_demo=True)
    forms.publish(form, actor, note="Demo")
    applications.configure(
        form, actor=actor, benefit=benefit, four_eyes=True, account_field="account",
        checklist="Surm on rahvastikuregistris\nKulu kohta on tõend",
    )  # fmt: skip


def _in_languages(label: Any) -> dict[str, str]:
    words = {}
    for language in ("et", "en", "ru"):
        with override(language):
            words[language] = str(label)
    return words
