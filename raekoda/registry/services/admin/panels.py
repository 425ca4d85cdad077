"""Layout of the service form: languages, channels, organisation, reports, register data."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

TEXTS = (
    "summary",
    "description",
    "audience",
    "requirements",
    "evidence",
    "how_to",
    "fee",
    "duration",
    "outcome",
    "place",
    "contact",
    "words",
)
ROWS = {"summary": 2, "description": 8, "how_to": 6, "requirements": 4, "evidence": 4, "words": 4}


def texts_in(code: str) -> list[FieldPanel]:
    """The name and all texts in one language."""
    areas = [FieldPanel(f"{name}_{code}", widget=forms.Textarea(attrs={"rows": ROWS.get(name, 3)})) for name in TEXTS]
    return [FieldPanel(f"name_{code}"), *areas]


def years() -> InlinePanel:
    return InlinePanel(
        "years",
        heading=_("Yearly figures"),
        label=_("year"),
        panels=[
            FieldRowPanel([FieldPanel("year"), FieldPanel("volume"), FieldPanel("satisfaction")]),
            FieldRowPanel([FieldPanel("cost"), FieldPanel("client_hours"), FieldPanel("client_hours_total")]),
            FieldPanel("method"),
        ],
    )


def channels() -> InlinePanel:
    return InlinePanel(
        "channels",
        heading=_("Channels"),
        label=_("channel"),
        panels=[
            FieldRowPanel([FieldPanel("kind"), FieldPanel("link")]),
            FieldRowPanel([FieldPanel("name_et"), FieldPanel("name_en"), FieldPanel("name_ru")]),
            FieldRowPanel(
                [FieldPanel("opening_hours_et"), FieldPanel("opening_hours_en"), FieldPanel("opening_hours_ru")]
            ),
            years(),
        ],
    )


def organisation() -> list[object]:
    return [
        FieldRowPanel([FieldPanel("code"), FieldPanel("slug")]),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
        FieldPanel("target_groups"),
        FieldPanel("life_events"),
        FieldRowPanel([FieldPanel("type"), FieldPanel("domain")]),
        FieldPanel("keywords"),
        FieldPanel("is_popular"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("unit", widget=forms.Select), FieldPanel("owner", widget=forms.Select)]),
                FieldRowPanel([FieldPanel("provider_kind"), FieldPanel("provider_name")]),
                FieldPanel("languages"),
            ],
            heading=_("Who provides it"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("payment"), FieldPanel("fee_amount"), FieldPanel("processing_days")])],
            heading=_("Cost and time, for comparing"),
        ),
        FieldPanel("related", widget=forms.SelectMultiple(attrs={"size": 8})),
    ]


def reports() -> list[object]:
    return [
        HelpPanel(content=_("When residents may report to this service, it stands in the report form and in Open311.")),
        FieldPanel("takes_reports"),
        FieldPanel("needs_place"),
        FieldPanel("reports_are_public"),
        FieldPanel("form"),
    ]


def register() -> list[object]:
    return [
        InlinePanel(
            "legal_bases",
            heading=_("Legal basis"),
            label=_("act"),
            panels=[FieldPanel("title"), FieldRowPanel([FieldPanel("link"), FieldPanel("kind")])],
        ),
        FieldPanel("information_systems", widget=forms.Textarea(attrs={"rows": 3})),
        FieldPanel("uses_restricted_data"),
        FieldPanel("serves_emergency"),
        FieldPanel("source"),
        PublishingPanel(),
    ]


def service_form(base_form_class: type[forms.ModelForm]) -> TabbedInterface:
    """The whole form in tabs."""
    return TabbedInterface(
        [
            ObjectList(texts_in("et"), heading="Eesti keeles"),
            ObjectList(texts_in("en"), heading="English"),
            ObjectList(texts_in("ru"), heading="Русский"),
            ObjectList([channels()], heading=_("Channels")),
            ObjectList(organisation(), heading=_("Organisation")),
            ObjectList(reports(), heading=_("Taking reports")),
            ObjectList(register(), heading=_("In the register")),
        ],
        base_form_class=base_form_class,
    )


def topic_form(base_form_class: type[forms.ModelForm]) -> ObjectList:
    """The form of a topic."""
    return ObjectList(
        [
            FieldRowPanel([FieldPanel("name_et"), FieldPanel("name_en"), FieldPanel("name_ru")]),
            FieldPanel("slug"),
            FieldPanel("parent", widget=forms.Select),
            *(
                FieldPanel(f"description_{code}", widget=forms.Textarea(attrs={"rows": 2}))
                for code in ("et", "en", "ru")
            ),
            FieldRowPanel([FieldPanel("icon"), FieldPanel("order")]),
        ],
        base_form_class=base_form_class,
    )


def unit_form(base_form_class: type[forms.ModelForm]) -> ObjectList:
    """The form of a unit."""
    return ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
            FieldPanel("parent", widget=forms.Select),
            FieldPanel("is_active"),
        ],
        base_form_class=base_form_class,
    )
