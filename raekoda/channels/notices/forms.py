"""Forms of subscriptions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.casework.cases.site.antispam import GuardedForm
from raekoda.channels.notices.models import Kind, Subscriber
from raekoda.channels.notices.subscriptions import Choices
from raekoda.identity.places import queries as places
from raekoda.platform.core.models import Municipality
from raekoda.registry.services import queries as services

LANGUAGES = [("et", "Eesti"), ("en", "English"), ("ru", "Русский")]
MANY = ("area_ids", "topic_ids", "service_ids")


def _several(label: Any, help_text: Any = "", *, required: bool = False, **options: Any) -> forms.MultipleChoiceField:
    field = forms.MultipleChoiceField(
        label=label, help_text=help_text, required=required, widget=forms.CheckboxSelectMultiple, **options
    )
    field.hide_optional = True  # type: ignore[attr-defined]
    return field


class ChoicesForm(forms.Form):
    """Kinds, districts, topics, services, and the language of the letters."""

    kinds = _several(
        gettext_lazy("What about?"), required=True, choices=Kind.choices,
        error_messages={"required": gettext_lazy("Choose at least one kind of notice.")},
    )  # fmt: skip
    area_ids = _several(gettext_lazy("Which districts?"), gettext_lazy("Choose none to hear of all."))
    topic_ids = _several(gettext_lazy("Which topics?"), gettext_lazy("Choose no topic and no service to hear of all."))
    service_ids = _several(gettext_lazy("Which services?"))
    language = forms.ChoiceField(label=gettext_lazy("Language of the letters"), choices=LANGUAGES)

    def __init__(self, municipality: Municipality, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("area_ids", [(str(area.pk), area.name) for area in places.districts(municipality)])
        self._offer("topic_ids", [(str(topic.pk), topic.name) for topic in services.topics().filter(parent=None)])
        self._offer(
            "service_ids", [(str(service.pk), service.name) for service in services.published().order_by("name")]
        )
        self.fields["kinds"].choices = [(value, label.capitalize()) for value, label in kind_labels()]  # type: ignore[attr-defined]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        if choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    @property
    def choices(self) -> Choices:
        """The choices of a valid form. Raises :class:`NoticeError`."""
        return Choices.of(self.cleaned_data)


class SubscribeForm(GuardedForm, ChoicesForm):
    """The choices with an e-mail address and protection from bots."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"})
    )


def get_initial(subscriber: Subscriber) -> dict[str, Any]:
    """Initial form data of a subscriber."""
    chosen = {name: [str(key) for key in getattr(subscriber, name)] for name in MANY}
    return {"kinds": subscriber.kinds, "language": subscriber.language, **chosen}


def describe_choices(choices: dict[str, Any], municipality: Municipality) -> list[tuple[str, str]]:
    """Choices as (label, names) pairs for display."""
    form = ChoicesForm(municipality)
    rows = []
    for name in ("kinds", *MANY):
        if name in form.fields:
            selected = {str(value) for value in choices.get(name, ())}
            names = [str(label) for value, label in form.fields[name].choices if value in selected]  # type: ignore[attr-defined]
            rows.append((str(LABELS[name]), ", ".join(names) or (_("all") if name != "service_ids" else "")))
    language = dict(LANGUAGES).get(choices.get("language", ""), "")
    return [*rows, (str(LABELS["language"]), language)]


def kind_labels() -> list[tuple[str, str]]:
    """(value, label) of the kinds of notices."""
    return [(str(value), str(label)) for value, label in Kind.choices]


LABELS = {
    "kinds": gettext_lazy("Kinds"),
    "area_ids": gettext_lazy("Districts"),
    "topic_ids": gettext_lazy("Topics"),
    "service_ids": gettext_lazy("Services"),
    "language": gettext_lazy("Language of the letters"),
}
