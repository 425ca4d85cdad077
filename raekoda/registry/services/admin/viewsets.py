"""Lists and forms of the register in Wagtail's admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from raekoda.identity.accounts.models import Unit
from raekoda.platform.core.admin_forms import ScopedForm
from raekoda.registry.services.admin import panels
from raekoda.registry.services.admin.forms import ServiceForm
from raekoda.registry.services.classifiers import Domain, ProviderKind
from raekoda.registry.services.models import Service, Topic


class NoWidgetChooser(SnippetChooserViewSet):
    """No chooser widget: lists of units and topics are short, so a plain select is used."""

    register_widget = False


class ServiceFilters(WagtailFilterSet):
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Owning unit"), queryset=lambda request: Unit.objects.all()
    )
    topics = django_filters.ModelChoiceFilter(label=gettext_lazy("Topic"), queryset=lambda request: Topic.objects.all())
    live = django_filters.BooleanFilter(label=gettext_lazy("Published"))
    has_unpublished_changes = django_filters.BooleanFilter(label=gettext_lazy("Has changes waiting"))
    retired_at = django_filters.BooleanFilter(label=gettext_lazy("Retired"), lookup_expr="isnull", exclude=True)
    takes_reports = django_filters.BooleanFilter(label=gettext_lazy("Residents report to it"))
    provider_kind = django_filters.ChoiceFilter(label=gettext_lazy("Provider"), choices=ProviderKind.choices)
    domain = django_filters.ChoiceFilter(label=gettext_lazy("Domain"), choices=Domain.choices)

    class Meta:
        model = Service
        fields: list[str] = []


class ServiceIndexView(IndexView):
    """The list of services, with export and import buttons."""

    def get_base_queryset(self) -> QuerySet[Service]:
        return Service.objects.select_related("unit", "latest_revision", "latest_revision__user")

    @property
    def header_more_buttons(self) -> list[Button]:
        links = [
            Button(
                _("Export as XLSX"), url=reverse("services_export", args=["xlsx"]), icon_name="download", priority=90
            ),
            Button(_("Export as CSV"), url=reverse("services_export", args=["csv"]), icon_name="download", priority=91),
            Button(_("Import"), url=reverse("services_import"), icon_name="upload", priority=92),
        ]
        return [*super().header_more_buttons, *links]


def status_text(service: Service) -> str:
    """The status, and whether there is a newer draft."""
    label = str(service.status.label)
    has_draft = service.live and service.has_unpublished_changes
    return _("%(status)s, changes waiting") % {"status": label} if has_draft else label


class RegisterViewSet(SnippetViewSet):
    """Common options of the register's viewsets."""

    chooser_viewset_class = NoWidgetChooser
    copy_view_enabled = False
    add_to_reference_index = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model._default_manager.all()


class ServiceViewSet(RegisterViewSet):
    model = Service
    index_view_class = ServiceIndexView
    icon = "list-ul"
    menu_label = gettext_lazy("Services")
    url_prefix = "teenused"
    list_display = [
        "name",
        "code",
        Column("unit", label=gettext_lazy("Owning unit"), accessor="unit", sort_key="unit__name"),
        Column("status", label=gettext_lazy("Status"), accessor=status_text, sort_key="live"),
        BooleanColumn("takes_reports", label=gettext_lazy("Takes reports"), sort_key="takes_reports"),
        UpdatedAtColumn(),
    ]
    list_per_page = 50
    filterset_class = ServiceFilters
    search_fields = ["name_et", "name_en", "name_ru", "code", "words_et", "keywords"]
    ordering = ["name_et", "pk"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return None

    def get_edit_handler(self) -> Any:
        return panels.service_form(ServiceForm).bind_to_model(self.model)


class TopicViewSet(RegisterViewSet):
    model = Topic
    icon = "tag"
    menu_label = gettext_lazy("Topics")
    url_prefix = "teemad"
    list_display = ["name", "slug", Column("parent", label=gettext_lazy("Part of topic"), accessor="parent"), "order"]
    search_fields = ["name_et", "name_en", "name_ru", "slug"]
    ordering = ["order", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Topic.objects.select_related("parent")

    def get_edit_handler(self) -> Any:
        return panels.topic_form(ScopedForm).bind_to_model(self.model)


class UnitViewSet(RegisterViewSet):
    model = Unit
    icon = "group"
    menu_label = gettext_lazy("Units")
    url_prefix = "yksused"
    list_display = ["name", "email", "phone", BooleanColumn("is_active", label=gettext_lazy("In use"))]
    search_fields = ["name", "email"]
    ordering = ["name", "pk"]

    def get_edit_handler(self) -> Any:
        return panels.unit_form(ScopedForm).bind_to_model(self.model)


class RegisterGroup(SnippetViewSetGroup):
    """The menu group of the register in the admin."""

    items = (ServiceViewSet, TopicViewSet, UnitViewSet)
    menu_label = gettext_lazy("Services")
    menu_icon = "list-ul"
    menu_order = 150
