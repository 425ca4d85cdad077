"""List and forms of layers in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from raekoda.platform.core.actor import Actor
from raekoda.registry.assets import actions
from raekoda.registry.assets.admin.forms import LayerForm
from raekoda.registry.assets.errors import LayerInUse
from raekoda.registry.assets.models import Layer

LANGUAGES = (("et", "Eesti keeles"), ("en", "English"), ("ru", "Русский"))


def current_layers() -> QuerySet[Layer]:
    """Layers of the current municipality."""
    return Layer.objects.all()


class LayerIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Layer]:
        return current_layers()

    def get_list_more_buttons(self, instance: Layer) -> list[Any]:
        return [*super().get_list_more_buttons(instance), *layer_buttons(instance)]


def layer_buttons(layer: Layer) -> list[Button]:
    """Links to the import and the labels of a layer."""
    return [
        Button(
            _("Bring in from a file"), url=reverse("assets_import", args=[layer.pk]), icon_name="upload", priority=15
        ),
        Button(_("QR labels"), url=reverse("assets_desk:labels", args=[layer.slug]), icon_name="site", priority=16),
    ]


class SaveLayerMixin:
    """Saves by :func:`actions.save_layer` in the create and edit views."""

    form: LayerForm
    request: HttpRequest

    def save_instance(self) -> Layer:
        return actions.save_layer(self.form.save(commit=False), actor=Actor.of(self.request))


class LayerCreateView(SaveLayerMixin, generic.CreateView):
    pass


class LayerEditView(SaveLayerMixin, generic.EditView):
    def get_queryset(self) -> QuerySet[Layer]:
        return current_layers()

    @property
    def header_more_buttons(self) -> list[Any]:
        return [*super().header_more_buttons, *layer_buttons(self.object)]


class LayerDeleteView(generic.DeleteView):
    def get_queryset(self) -> QuerySet[Layer]:
        return current_layers()

    def get_usage(self) -> None:
        return None

    @property
    def confirmation_message(self) -> str:
        return _("The layer is deleted with all its assets. A layer that reports hang on cannot be deleted.")

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except LayerInUse as error:
            messages.error(self.request, str(error))
            return redirect(self.get_success_url())

    def delete_action(self) -> None:
        actions.delete_layer(self.object, actor=Actor.of(self.request))


class LayerViewSet(ModelViewSet):
    model = Layer
    icon = "site"
    name = "assets-layers"
    url_prefix = "kaardikihid"
    menu_label = gettext_lazy("Map layers")
    menu_order = 155
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = LayerIndexView
    add_view_class = LayerCreateView
    edit_view_class = LayerEditView
    delete_view_class = LayerDeleteView
    copy_view_enabled = False
    list_display = [
        "name",
        "slug",
        BooleanColumn("is_public", label=gettext_lazy("Public")),
        DateColumn("imported_at", label=gettext_lazy("Last import")),
    ]
    search_fields = ["name_et", "name_en", "name_ru", "slug"]
    ordering = ["name_et", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Layer]:
        return current_layers()

    def get_edit_handler(self) -> Any:
        return layer_edit_handler().bind_to_model(Layer)


def layer_edit_handler() -> TabbedInterface:
    """The form in tabs: texts in each language, presentation, attributes."""
    texts = [
        ObjectList(
            [
                FieldPanel(f"name_{code}"),
                FieldPanel(f"item_name_{code}"),
                FieldPanel(f"description_{code}", widget=forms.Textarea(attrs={"rows": 3})),
            ],
            heading=heading,
        )
        for code, heading in LANGUAGES
    ]
    presentation = [
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("icon"), FieldPanel("tone")]),
        FieldPanel("is_public"),
        FieldPanel("services", widget=forms.CheckboxSelectMultiple),
        FieldRowPanel([FieldPanel("source"), FieldPanel("licence")]),
    ]
    attributes = InlinePanel(
        "fields",
        heading=_("What is kept of each asset and shown"),
        label=_("attribute"),
        panels=[
            FieldPanel("code"),
            FieldRowPanel([FieldPanel("label_et"), FieldPanel("label_en"), FieldPanel("label_ru")]),
        ],
    )
    tabs = [
        *texts,
        ObjectList(presentation, heading=_("How it is shown")),
        ObjectList([attributes], heading=_("Attributes")),
    ]
    return TabbedInterface(tabs, base_form_class=LayerForm)
