"""Own districts in Wagtail's admin: names and boundaries (GeoJSON)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from raekoda.identity.places import actions, ehak
from raekoda.identity.places.models import Area
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current


def own_districts() -> QuerySet[Area]:
    """Districts of the current municipality."""
    return Area.objects.filter(kind=Area.Kind.DISTRICT, municipality=current())


class DistrictForm(WagtailAdminModelForm):
    """Name and boundary; the boundary is validated and repaired like those of EHAK."""

    geometry = forms.JSONField(
        label=gettext_lazy("Boundary"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("GeoJSON in WGS 84: a Polygon or MultiPolygon, also within a Feature."),
    )

    class Meta:
        model = Area
        fields = ("name", "type_name", "is_approximate")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["geometry"].initial = self.instance.geometry

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if own_districts().filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(gettext_lazy("There is a district of this name already."))
        return name

    def clean_geometry(self) -> Any:
        from shapely.errors import ShapelyError
        from shapely.geometry import mapping, shape

        given = self.cleaned_data["geometry"]
        if not given:
            return None
        try:
            outline = given.get("geometry", given)
            return dict(mapping(ehak.clean_geometry(shape(outline))))
        except (ValueError, TypeError, AttributeError, KeyError, IndexError, ShapelyError) as error:
            raise ValidationError(gettext_lazy("This is not a boundary in GeoJSON.")) from error


class DistrictIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Area]:
        return own_districts().defer("geometry")


class SaveDistrict:
    """Saves both forms with :func:`actions.save_district`."""

    form: DistrictForm
    request: HttpRequest

    def save_instance(self) -> Area:
        from shapely.geometry import shape

        values = {name: self.form.cleaned_data[name] for name in ("name", "type_name", "is_approximate")}
        boundary = self.form.cleaned_data["geometry"]
        return actions.save_district(
            self.form.instance, municipality=current(), outline=shape(boundary) if boundary else None,
            actor=Actor.of(self.request), **values,
        )  # fmt: skip


class NewDistrict(SaveDistrict, generic.CreateView):
    pass


class ChangedDistrict(SaveDistrict, generic.EditView):
    def get_queryset(self) -> QuerySet[Area]:
        return own_districts()


class RemovedDistrict(generic.DeleteView):
    def get_queryset(self) -> QuerySet[Area]:
        return own_districts()


class DistrictViewSet(ModelViewSet):
    model = Area
    icon = "site"
    name = "places-districts"
    url_prefix = "linnaosad"
    menu_label = gettext_lazy("Districts")
    menu_order = 160
    add_to_settings_menu = True
    index_view_class = DistrictIndex
    add_view_class = NewDistrict
    edit_view_class = ChangedDistrict
    delete_view_class = RemovedDistrict
    copy_view_enabled = False
    list_display = ["name", "type_name", BooleanColumn("is_approximate", label=gettext_lazy("Approximate"))]
    search_fields = ["name"]
    ordering = ["name", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Area]:
        return own_districts()

    def get_edit_handler(self) -> Any:
        fields = ("name", "type_name", "geometry", "is_approximate")
        return ObjectList([FieldPanel(name) for name in fields], base_form_class=DistrictForm).bind_to_model(Area)


@hooks.register("register_admin_viewset")
def register_districts() -> DistrictViewSet:
    return DistrictViewSet()
