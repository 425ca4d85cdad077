"""Forms of the desk: a partner, the services of one, forwarding a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes.forms import SafeModelChoiceField

from raekoda.casework.cases.desk.choices import districts
from raekoda.casework.cases.models import Case
from raekoda.casework.cases.site.forms import attribute_field
from raekoda.channels.open311 import forwarding, rules
from raekoda.channels.open311.models import ApiKey, Partner, PartnerService
from raekoda.channels.open311.partners import MappingChoice
from raekoda.identity.places.models import Area
from raekoda.platform.core.outgoing import valid_address
from raekoda.platform.core.tenancy import current
from raekoda.registry.services.models import Service
from raekoda.registry.services.queries import taking_reports


class PartnerForm(forms.ModelForm):
    """A partner. Its key is replaced or left unchanged; it is never shown."""

    new_key = forms.CharField(
        label=gettext_lazy("Our key there"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Kept encrypted and not shown again. Leave it empty to keep the one there is."),
    )
    areas = forms.ModelMultipleChoiceField(
        None,
        label=gettext_lazy("Municipalities they take reports for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("A report of a place there is taken here and passed on to them."),
    )

    class Meta:
        model = Partner
        fields = [
            "name", "url", "jurisdiction_id", "form", "mode", "closing", "takes_contacts", "poll_minutes", "key", "is_active",
        ]  # fmt: skip
        field_classes = {"key": SafeModelChoiceField}
        widgets = {"mode": forms.RadioSelect, "closing": forms.RadioSelect, "form": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[assignment]
        others = Area.objects.filter(kind=Area.Kind.MUNICIPALITY, municipality=None).exclude(code=current().code)
        fields["areas"].queryset = others.defer("geometry").order_by("name")
        if self.instance.pk:
            fields["areas"].initial = list(self.instance.areas.values_list("pk", flat=True))
        fields["key"].queryset = ApiKey.objects.filter(is_active=True).order_by("name")
        fields["key"].empty_label = _("they do not write to us")
        self.order_fields(
            ["name", "url", "new_key", "jurisdiction_id", "form", "areas", "mode", "takes_contacts", "closing"]
        )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip().rstrip("/")
        if url:
            valid_address(url)
        return url

    def clean_name(self) -> str:
        name: str = " ".join(self.cleaned_data["name"].split())
        if Partner.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a partner of this name already."))
        return name

    def clean_key(self) -> ApiKey | None:
        key: ApiKey | None = self.cleaned_data["key"]
        if key is not None and Partner.objects.filter(key=key).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another partner has this key already."))
        return key

    def partner(self) -> Partner:
        """The partner as filled in, not saved yet."""
        partner: Partner = self.save(commit=False)
        partner.municipality = current()
        if self.cleaned_data["new_key"]:
            partner.api_key = self.cleaned_data["new_key"].strip()
        return partner


class MappingForm(forms.Form):
    """For each service of ours that takes reports: its counterpart, and whether the partner handles its reports."""

    def __init__(self, partner: Partner, data: Any = None) -> None:
        super().__init__(data)
        self.services = list(taking_reports().order_by("name"))
        self.theirs = {item.pk: item for item in partner.services.filter(is_offered=True)}
        self.areas = {area.pk: area for area in districts()}
        chosen = {item.service_id: item for item in partner.mappings.all()}
        options = [("", _("none of theirs")), *((str(key), item.name) for key, item in self.theirs.items())]
        self.fields["otherwise"] = forms.ChoiceField(
            label=_("Their service for all else"), choices=options, required=False,
            initial=str(partner.default_service_id or ""),
            help_text=_("Reports of their places go under this when no service below fits. None: an official chooses."),
        )  # fmt: skip
        for service in self.services:
            mapping = chosen.get(service.pk)
            values = {"name": service.name}
            self.fields[f"to_{service.pk}"] = forms.ChoiceField(
                label=_("Their service for “%(name)s”") % values, choices=options, required=False,
                initial=str(mapping.theirs_id) if mapping else "",
            )  # fmt: skip
            self.fields[f"theirs_{service.pk}"] = forms.BooleanField(
                label=_("such reports are theirs"), required=False, initial=bool(mapping and mapping.is_theirs)
            )
            if self.areas:
                self.fields[f"area_{service.pk}"] = forms.ChoiceField(
                    label=_("within"), required=False, initial=str(mapping.area_id or "") if mapping else "",
                    choices=[("", _("everywhere")), *((str(key), area.name) for key, area in self.areas.items())],
                )  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        """A row of fields for each service."""
        names = ("to", "theirs", "area") if self.areas else ("to", "theirs")
        return [
            {"service": service, **{name: self[f"{name}_{service.pk}"] for name in names}} for service in self.services
        ]

    def mapped(self) -> list[MappingChoice]:
        """The chosen mappings."""
        return [self._mapped(service) for service in self.services]

    def otherwise(self) -> PartnerService | None:
        return self.theirs.get(int(self.cleaned_data["otherwise"] or 0))

    def _mapped(self, service: Service) -> MappingChoice:
        values = self.cleaned_data
        area = self.areas.get(int(values.get(f"area_{service.pk}") or 0))
        theirs = self.theirs.get(int(values[f"to_{service.pk}"] or 0))
        return MappingChoice(service, theirs, bool(values[f"theirs_{service.pk}"]), area)


class ForwardForm(forms.Form):
    """Forwarding a case to a partner: service, questions, text, contact data, who answers."""

    FOLLOW, END = "follow", "end"

    service = forms.ChoiceField(label=gettext_lazy("Their service"))
    text = forms.CharField(
        label=gettext_lazy("What they read"),
        max_length=rules.MAX_DESCRIPTION - 200,
        widget=forms.Textarea({"rows": 7}),
        help_text=gettext_lazy("Without names and contacts. Add what they need to know."),
    )
    with_contact = forms.BooleanField(
        label=gettext_lazy("The sender has agreed that their name, e-mail and phone go along"), required=False
    )
    answers = forms.ChoiceField(label=gettext_lazy("Who answers the sender"), widget=forms.RadioSelect)

    def __init__(self, case: Case, partner: Partner, code: str, data: Any = None) -> None:
        super().__init__(data)
        self.case, self.partner = case, partner
        fields: dict[str, Any] = self.fields  # type: ignore[assignment]
        offered = list(partner.services.filter(is_offered=True))
        fields["service"].choices = [("", _("choose")), *((service.code, service.name) for service in offered)]
        fields["service"].initial = code
        fields["text"].initial = forwarding.suggested_text(case)
        fields["answers"].choices = [
            (self.FOLLOW, _("we do: the case stays here, we follow it there and tell the sender")),
            (self.END, _("they do: the case ends here once they have it")),
        ]
        fields["answers"].initial = self.FOLLOW
        if not partner.takes_contacts or case.contact is None:
            del fields["with_contact"]
        code_chosen = (data or {}).get("service") or code
        chosen = next((service for service in offered if service.code == code_chosen), None)
        self.questions = [
            attribute for attribute in (chosen.attributes if chosen else []) if attribute.get("variable", True)
        ]
        for attribute in self.questions:
            fields[f"attribute_{attribute['code']}"] = attribute_field(attribute)
            fields[f"attribute_{attribute['code']}"].initial = case.attributes.get(attribute["code"])

    def forwarding_values(self) -> dict[str, Any]:
        """Arguments of ``forwarding.forward``."""
        data = self.cleaned_data
        return {
            "code": data["service"], "text": data["text"], "with_contact": data.get("with_contact", False),
            "ends_here": data["answers"] == self.END, "attributes": self.attributes(),
        }  # fmt: skip

    def attributes(self) -> dict[str, Any]:
        """Answers to the partner's questions, as texts or lists of texts."""
        answers = {}
        for attribute in self.questions:
            value = self.cleaned_data.get(f"attribute_{attribute['code']}")
            if value in (None, "", []):
                continue
            plain = value.isoformat() if hasattr(value, "isoformat") else value
            answers[attribute["code"]] = [str(item) for item in plain] if isinstance(plain, list) else str(plain)
        return answers
