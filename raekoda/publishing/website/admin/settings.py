"""The municipality's own settings in Wagtail's admin: contacts, colour, crisis notice in three languages."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from raekoda.platform.core import theme
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.publishing.website.actions import change_settings

SITE = re.compile(r"^https?://[a-z0-9.-]{1,253}(:[0-9]{1,5})?$")
TONES = [("", _("no notice")), ("info", _("to know")), ("warning", _("attention")), ("danger", _("danger"))]


class SettingsForm(forms.Form):
    """What an administrator keeps of the municipality."""

    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    street_address = forms.CharField(label=_("Address"), max_length=200, required=False)
    accent = forms.CharField(
        label=_("Main colour"),
        required=False,
        widget=forms.TextInput(attrs={"type": "color"}),
        validators=[RegexValidator(theme.HEX, _("Give the colour as #rrggbb."))],
        help_text=_("Shades are counted from it so that all text stays readable."),
    )
    tone = forms.ChoiceField(
        label=_("Crisis notice"),
        choices=TONES,
        required=False,
        help_text=_("Stands on top of every page, in every language, from the moment you save."),
    )
    url = forms.CharField(
        label=_("Where the notice leads"),
        max_length=300,
        required=False,
        help_text=_("A page of this site (/uudised/...) or a full address beginning with https://."),
    )

    widget_sites = forms.CharField(
        label=_("Sites that may show the assistant"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Addresses of sites, one a line, such as https://www.example.ee. Empty: any site."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Heading of the notice (%(language)s)") % {"language": name}, max_length=120, required=False
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text of the notice (%(language)s)") % {"language": name},
                max_length=600,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def clean_url(self) -> str:
        """Only addresses of this site and of secure ones."""
        url: str = self.cleaned_data["url"].strip()
        if url and not url.startswith("https://") and (not url.startswith("/") or url.startswith(("//", "/\\"))):
            raise forms.ValidationError(_("Begin with / or with https://."))
        return url

    def clean_widget_sites(self) -> str:
        """Scheme, host and port of each site, once."""
        sites = [line.strip().rstrip("/").lower() for line in self.cleaned_data["widget_sites"].splitlines()]
        for site in filter(None, sites):
            if not SITE.match(site):
                raise forms.ValidationError(_("%(site)s is not the address of a site."), params={"site": site})
        return "\n".join(dict.fromkeys(filter(None, sites)))

    def clean(self) -> dict[str, Any]:
        """A notice needs its words in Estonian; the other languages fall back to them."""
        data = super().clean() or self.cleaned_data
        if data.get("tone") and not data.get("text_et"):
            self.add_error("text_et", _("Write the text of the notice, at least in Estonian."))
        return data

    def notice(self) -> dict[str, Any]:
        """The notice as the municipality keeps it."""
        data = self.cleaned_data
        if not data["tone"]:
            return {}
        words = {
            code: {"title": data[f"title_{code}"], "text": data[f"text_{code}"]}
            for code, _name in settings.LANGUAGES
            if data[f"text_{code}"]
        }
        return {"tone": data["tone"], "url": data["url"], **words}


def initial_of(municipality: Municipality) -> dict[str, Any]:
    """The form's values as the municipality has them now."""
    notice = municipality.notice
    values = {
        "email": municipality.email,
        "phone": municipality.phone,
        "street_address": municipality.street_address,
        "accent": theme.accent_of(municipality.theme),
        "widget_sites": municipality.widget_sites,
        "tone": notice.get("tone", ""),
        "url": notice.get("url", ""),
    }
    for code, _name in settings.LANGUAGES:
        words = notice.get(code, {})
        values |= {f"title_{code}": words.get("title", ""), f"text_{code}": words.get("text", "")}
    return values


class SettingsView(WagtailAdminTemplateMixin, FormView):
    """``/haldus/omavalitsus/``, for administrators."""

    form_class = SettingsForm
    template_name = "wagtailadmin/generic/form.html"
    page_title = _("Municipality")
    header_icon = "home"
    success_url = reverse_lazy("municipality_settings")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        if not Actor.of(request).may("website.settings", request.municipality):  # type: ignore[attr-defined]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_initial(self) -> dict[str, Any]:
        return initial_of(Municipality.objects.get(pk=self.request.municipality.pk))  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            action_url=self.request.path,
            submit_button_label=_("Save"),
            submit_button_active_label=_("Saving …"),
        )

    def form_valid(self, form: SettingsForm) -> HttpResponse:
        data = form.cleaned_data
        municipality = Municipality.objects.get(pk=self.request.municipality.pk)  # type: ignore[attr-defined]
        change_settings(
            municipality,
            actor=Actor.of(self.request),
            contacts={name: data[name] for name in ("email", "phone", "street_address")},
            accent=data["accent"],
            notice=form.notice() | {name: each for name, each in municipality.notice.items() if name == "notices"},
            widget_sites=data["widget_sites"],
        )
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)


class SettingsMenuItem(MenuItem):
    """Seen by those who may use it."""

    def __init__(self) -> None:
        super().__init__(_("Municipality"), reverse("municipality_settings"), icon_name="home", order=10)

    def is_shown(self, request: HttpRequest) -> bool:
        return Actor.of(request).may("website.settings", request.municipality)  # type: ignore[attr-defined]
