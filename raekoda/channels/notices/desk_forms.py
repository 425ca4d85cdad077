"""The form of a notice, in up to three languages, with its channels."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes.forms import SafeModelMultipleChoiceField

from raekoda.channels.notices.forms import kind_labels
from raekoda.channels.notices.models import Kind, Notice, Tone
from raekoda.identity.places.models import Area
from raekoda.platform.core.forms import SwitchInput
from raekoda.platform.core.tenancy import current
from raekoda.registry.services import queries as services
from raekoda.registry.services.models import Service, Topic

OTHERS = tuple((code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)


def _text(label: Any, *, required: bool) -> forms.CharField:
    return forms.CharField(label=label, max_length=6000, required=required, widget=forms.Textarea({"rows": 6}))


def _moment(label: Any, help_text: Any = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, help_text=help_text, required=False, widget=widget)


def _several(kind: type[forms.ModelMultipleChoiceField], model: Any, label: Any, help_text: Any = "") -> Any:
    return kind(
        model.objects.none(), label=label, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple
    )


class NoticeForm(forms.Form):
    """The fields of a notice; ``cleaned_data`` is the argument of ``actions.save``."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    title_et = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    text_et = _text(gettext_lazy("Text"), required=True)
    title_en = forms.CharField(label=gettext_lazy("Title"), max_length=160, required=False)
    text_en = _text(gettext_lazy("Text"), required=False)
    title_ru = forms.CharField(label=gettext_lazy("Title"), max_length=160, required=False)
    text_ru = _text(gettext_lazy("Text"), required=False)
    starts_at = _moment(gettext_lazy("Begins"), gettext_lazy("Midnight means the whole day."))
    ends_at = _moment(gettext_lazy("Ends"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    url = forms.CharField(
        label=gettext_lazy("Link to more"), max_length=300, required=False,
        help_text=gettext_lazy("A page of this site (/uudised/...) or a full address beginning with https://."),
    )  # fmt: skip
    areas = _several(
        forms.ModelMultipleChoiceField, Area, gettext_lazy("Districts"), gettext_lazy("None: the whole municipality.")
    )
    topics = _several(SafeModelMultipleChoiceField, Topic, gettext_lazy("Topics"))
    services = SafeModelMultipleChoiceField(
        Service.objects.none(), label=gettext_lazy("Services"), required=False, widget=forms.SelectMultiple({"size": 8})
    )
    tell_subscribers = forms.BooleanField(
        label=gettext_lazy("E-mail to subscribers"), required=False, initial=True, widget=SwitchInput
    )
    tell_channels = forms.BooleanField(
        label=gettext_lazy("To social media and other systems"), required=False, initial=True, widget=SwitchInput
    )
    banner_tone = forms.ChoiceField(
        label=gettext_lazy("Banner on top of every page"), required=False,
        choices=[("", gettext_lazy("no banner")), *Tone.choices],
    )  # fmt: skip
    banner_until = _moment(gettext_lazy("Banner until"))

    def __init__(self, notice: Notice, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {**_values(notice), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        own = Area.objects.filter(kind=Area.Kind.DISTRICT, municipality=current())
        kind: Any = self.fields["kind"]
        kind.choices = [(value, label.capitalize()) for value, label in kind_labels()]
        self._offer("areas", own.defer("geometry").order_by("name"))
        self._offer("topics", services.topics().filter(parent=None))
        self._offer("services", services.published().order_by("name"))

    def _offer(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = rows
        field.hide_optional = True
        if not rows.exists():
            del self.fields[name]

    def clean_url(self) -> str:
        """Only paths of this site and https URLs."""
        url: str = self.cleaned_data["url"].strip()
        if url and not url.startswith("https://") and (not url.startswith("/") or url.startswith(("//", "/\\"))):
            raise forms.ValidationError(_("Begin with / or with https://."))
        return url

    def clean(self) -> dict[str, Any]:
        """Each language has both a title and a text, or neither."""
        data = super().clean() or self.cleaned_data
        for code, _name in OTHERS:
            if bool(data.get(f"title_{code}")) != bool(data.get(f"text_{code}")):
                missing = f"text_{code}" if data.get(f"title_{code}") else f"title_{code}"
                self.add_error(missing, _("Write both a title and a text in this language, or neither."))
        return data

    @property
    def languages(self) -> list[dict[str, Any]]:
        """Fields of the languages other than Estonian, by language."""
        return [
            {
                "code": code,
                "name": name,
                "title": self[f"title_{code}"],
                "text": self[f"text_{code}"],
                "is_filled": bool(self[f"title_{code}"].value() or self[f"text_{code}"].errors),
            }
            for code, name in OTHERS
        ]


def _values(notice: Notice) -> dict[str, Any]:
    if notice.pk is None:
        return {}
    single = [name for name in NoticeForm.base_fields if name not in ("areas", "topics", "services")]
    values = {name: getattr(notice, name) for name in single}
    return {**values, **{name: list(getattr(notice, name).all()) for name in ("areas", "topics", "services")}}
