"""Services with published forms, for tests of this app and of apps that use forms."""

from __future__ import annotations

from typing import Any

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.forms import actions
from raekoda.registry.forms.models import Form, FormVersion
from raekoda.registry.services import actions as services
from raekoda.registry.services.models import Service


def localized(text: str) -> dict[str, str]:
    """The text in three languages, with different values."""
    return {"et": text, "en": f"{text} (en)", "ru": f"{text} (ru)"}


def field(key: str, kind: str = "text", label: str = "", **settings: Any) -> dict[str, Any]:
    """A field of a definition."""
    return {"key": key, "kind": kind, "label": localized(label or key.capitalize()), **settings}


def step(key: str, *fields: dict[str, Any], **settings: Any) -> dict[str, Any]:
    """A step of a definition."""
    return {"key": key, "title": localized(key.capitalize()), "fields": list(fields), **settings}


def definition(*steps: dict[str, Any], title: str = "Toetuse taotlus") -> dict[str, Any]:
    """A definition of these steps."""
    return {"title": localized(title), "steps": list(steps)}


def example() -> dict[str, Any]:
    """A form of two steps: who applies and for what, with a condition, a table and an attachment."""
    return definition(
        step(
            "applicant",
            field("name", label="Nimi", required=True, prefill="person.name"),
            field("email", "email", label="E-post", required=True, prefill="person.email"),
            field("for_child", "yes_no", label="Kas taotled lapsele?", required=True),
            field(
                "child_code", "personal_code", label="Lapse isikukood", required=True,
                shown_if={"all": [{"field": "for_child", "op": "equals", "value": True}]},
            ),
        ),
        step(
            "costs",
            field("account", "iban", label="Arvelduskonto", required=True),
            field("costs", "table", label="Kulud", columns=[field("what", label="Mis"), field("sum", "money", label="Summa")]),
            field("proof", "file", label="Tõend", types=["pdf", "pictures"], max_count=2),
            field("sure", "agree", label="Kinnitan, et andmed on õiged", required=True),
        ),
    )  # fmt: skip


FILLED = {
    "name": "Mari Maasikas",
    "email": "mari@example.ee",
    "for_child": False,
    "account": "EE471000001020145685",
    "costs": [{"what": "Vihikud", "sum": "12.50"}],
    "sure": True,
}
"""Valid answers to :func:`example`."""


def service(municipality: Municipality, slug: str = "koolitoetus", name: str = "Koolitoetus", **values: Any) -> Service:
    """A public service."""
    return services.publish(Service(municipality=municipality, slug=slug, name_et=name, **values), Actor.system())


def form(of: Service, content: dict[str, Any] | None = None, name: str = "Koolitoetuse taotlus") -> Form:
    """A form of the service, as a draft."""
    return actions.create_form(of, name, Actor.system(), definition=content or example())


def published(of: Service, content: dict[str, Any] | None = None, name: str = "Koolitoetuse taotlus") -> FormVersion:
    """A published form of the service."""
    return actions.publish(form(of, content, name), Actor.system())
