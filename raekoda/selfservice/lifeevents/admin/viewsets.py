"""The list and the form of life events."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current
from raekoda.selfservice.lifeevents import actions, queries
from raekoda.selfservice.lifeevents.models import LifeEvent


def here() -> QuerySet[LifeEvent]:
    """Life events of the current municipality and common ones."""
    return queries.here()


def scope_label(event: LifeEvent) -> str:
    """Label of the scope: own or common."""
    return _("all municipalities") if event.municipality_id is None else _("this municipality")


class EventForm(WagtailAdminModelForm):
    """A life event belongs to the municipality; the platform operator may make it common."""

    for_all = forms.BooleanField(label=gettext_lazy("shown in every municipality"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["for_all"].initial = bool(self.instance.pk) and self.instance.municipality_id is None
        if self.for_user is None or not self.for_user.is_superuser:
            del self.fields["for_all"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "for_all" in self.fields:
            self.instance.municipality = None if cleaned.get("for_all") else current()
        elif self.instance.pk is None:
            self.instance.municipality = current()
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"municipality"}


class SaveEventMixin:
    """Create and edit views save by the same action."""

    form: Any
    request: HttpRequest

    def save_instance(self) -> LifeEvent:
        event = self.form.save(commit=False)
        return actions.save_event(event, actor=Actor.of(self.request))


class EventIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[LifeEvent]:
        return here().select_related("municipality")


class EventCreateView(SaveEventMixin, generic.CreateView):
    pass


class ChangeableEvent:
    """A life event that the user may change; common ones are changed by the platform operator only."""

    request: HttpRequest

    def get_queryset(self) -> QuerySet[LifeEvent]:
        return here()

    def get_object(self, *args: Any) -> LifeEvent:
        event: LifeEvent = super().get_object(*args)  # type: ignore[misc]
        Actor.of(self.request).require("lifeevents.write", event)
        return event


class EventEditView(ChangeableEvent, SaveEventMixin, generic.EditView):
    pass


class EventDeleteView(ChangeableEvent, generic.DeleteView):
    def get_usage(self) -> None:
        return None

    def delete_action(self) -> None:
        actions.delete_event(self.object, actor=Actor.of(self.request))


class LifeEventViewSet(ModelViewSet):
    model = LifeEvent
    icon = "list-ol"
    name = "lifeevents-admin"
    url_prefix = "elusundmused"
    menu_label = gettext_lazy("Life events")
    menu_order = 153
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = EventIndex
    add_view_class = EventCreateView
    edit_view_class = EventEditView
    delete_view_class = EventDeleteView
    copy_view_enabled = False
    list_display = [
        "title",
        "slug",
        Column("whose", label=gettext_lazy("Shown in"), accessor=scope_label),
        BooleanColumn("is_published", label=gettext_lazy("Published")),
    ]
    search_fields = ["title_et", "title_en", "title_ru", "slug"]
    ordering = ["title_et", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LifeEvent]:
        return here()

    def get_edit_handler(self) -> Any:
        return event_form().bind_to_model(LifeEvent)


def event_form() -> TabbedInterface:
    """The form in tabs: what it is, what is asked, what there is to do."""
    tabs = [
        ObjectList(
            [
                *_in_languages("title"),
                *_in_languages("summary", rows=2),
                FieldRowPanel([FieldPanel("slug"), FieldPanel("is_published")]),
                FieldPanel("for_all"),
            ],
            heading=gettext_lazy("Life event"),
        ),
        ObjectList(
            [InlinePanel("questions", label=gettext_lazy("question"), panels=_question_panels())],
            heading=gettext_lazy("Questions"),
        ),
        ObjectList(
            [InlinePanel("steps", label=gettext_lazy("step"), panels=_step_panels())], heading=gettext_lazy("Steps")
        ),
    ]
    return TabbedInterface(tabs, base_form_class=EventForm)


def _in_languages(name: str, rows: int = 0) -> list[FieldPanel]:
    options: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": rows})} if rows else {}
    return [FieldPanel(f"{name}_{code}", **options) for code in ("et", "en", "ru")]


def _question_panels() -> list[Any]:
    return [
        FieldRowPanel([FieldPanel("key"), FieldPanel("kind"), FieldPanel("benefit_kind")]),
        *_in_languages("text"),
        *_in_languages("help", rows=2),
        *_in_languages("answers", rows=3),
    ]


def _step_panels() -> list[Any]:
    return [
        FieldRowPanel([FieldPanel("key"), FieldPanel("when"), FieldPanel("provider")]),
        *_in_languages("title"),
        *_in_languages("what", rows=3),
        *_in_languages("where"),
        *_in_languages("until"),
        FieldRowPanel([FieldPanel("service_slug"), FieldPanel("benefit_kind"), FieldPanel("link")]),
        FieldRowPanel([FieldPanel("shown_if"), FieldPanel("is_demo")]),
    ]
