"""Wagtail admin of bookings: resources with their hours, prices and calendars; groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from raekoda.identity.accounts.queries import officials
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.admin_forms import ManyOf, ScopedForm
from raekoda.platform.core.files import UnsafeFile, prepare_image
from raekoda.selfservice.bookings import actions
from raekoda.selfservice.bookings.models import Group, Resource
from raekoda.selfservice.bookings.models.resources import Way


class ResourceForm(ScopedForm):
    """A resource; its photo is decoded, resized and re-encoded without metadata."""

    ways = ManyOf(label=_("ways of meeting"), choices=Way.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "official" in self.fields:
            self.fields["official"].queryset = officials()  # type: ignore[attr-defined]
        if "groups" in self.fields:
            self.fields["groups"].queryset = Group.objects.all()  # type: ignore[attr-defined]

    def clean_photo(self) -> Any:
        photo = self.cleaned_data["photo"]
        if not photo or "photo" not in self.changed_data:
            return photo
        try:
            prepared = prepare_image(photo)
        except UnsafeFile as problem:
            raise forms.ValidationError(str(problem)) from problem
        return ContentFile(prepared.content, name=f"photo.{prepared.content_type.rpartition('/')[2]}")


class SaveResource:
    """Create and edit views check the permission and save the items with a journal record."""

    form: Any
    request: HttpRequest

    def save_instance(self) -> Resource:
        actor = Actor.of(self.request)
        actor.require("bookings.configure")
        with transaction.atomic():
            resource: Resource = self.form.save()
            actions.save_items(resource, actor=actor)
        return resource


class ResourceCreateView(SaveResource, generic.CreateView):
    pass


class ResourceEditView(SaveResource, generic.EditView):
    def get_queryset(self) -> QuerySet[Resource]:
        return Resource.objects.all()


class ResourceIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Resource]:
        return Resource.objects.select_related("unit")


class NoDeletePolicy(ModelPermissionPolicy):
    """Resources with bookings are deactivated, never deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


class ResourceViewSet(ModelViewSet):
    model = Resource
    icon = "calendar-alt"
    name = "bookings-resources"
    url_prefix = "broneeritav"
    menu_label = _("Bookable resources")
    menu_order = 340
    add_to_admin_menu = True
    index_view_class = ResourceIndex
    add_view_class = ResourceCreateView
    edit_view_class = ResourceEditView
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = [
        "name",
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        Column("unit", label=_("Unit"), accessor="unit"),
        BooleanColumn("is_active", label=_("In use")),
    ]
    search_fields = ["name_et", "slug"]
    ordering = ["order", "pk"]

    panels: list[Panel] = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("name_et", "name_en", "name_ru", "slug", "kind", "unit", "official", "service")],
            heading=_("What it is"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(f"{name}_{language}")
                for name in ("description", "terms")
                for language in ("et", "en", "ru")
            ],
            heading=_("Texts"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("address", "capacity", "quantity", "photo", "photo_words_et", "photo_words_en",
                                           "photo_words_ru")],
            heading=_("Place and size"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("who", "groups", "needs_approval", "ways", "asks_topic", "most_at_once")],
            heading=_("Who books, and how"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("slot_minutes"), FieldPanel("step_minutes")]),
                FieldRowPanel([FieldPanel("shortest_minutes"), FieldPanel("longest_minutes")]),
                FieldRowPanel([FieldPanel("buffer_before"), FieldPanel("buffer_after")]),
                FieldRowPanel([FieldPanel("lead_minutes"), FieldPanel("horizon_days")]),
                FieldRowPanel([FieldPanel("free_cancel_hours"), FieldPanel("hold_minutes")]),
                FieldRowPanel([FieldPanel("offer_hours"), FieldPanel("reminder_hours")]),
                FieldPanel("open_on_holidays"),
            ],
            heading=_("Times"),
        ),
        InlinePanel("openings", heading=_("opening hours"), panels=[
            FieldPanel("weekday"), FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        ]),
        InlinePanel("exceptions", heading=_("exceptions of opening hours"), panels=[
            FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
            FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
            FieldPanel("words_et"), FieldPanel("words_en"), FieldPanel("words_ru"),
        ]),
        InlinePanel("prices", heading=_("prices"), panels=[
            FieldRowPanel([FieldPanel("per"), FieldPanel("amount"), FieldPanel("group")]), FieldPanel("weekdays"),
            FieldRowPanel([FieldPanel("from_hour"), FieldPanel("to_hour")]),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]), FieldPanel("source"),
        ]),
        InlinePanel("calendars", heading=_("calendars elsewhere"), panels=[FieldPanel("words"), FieldPanel("url")]),
        MultiFieldPanel([FieldPanel("is_active"), FieldPanel("order")], heading=_("Shown")),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Resource.objects.all()

    def get_edit_handler(self) -> Any:
        return ObjectList(self.panels, base_form_class=ResourceForm).bind_to_model(Resource)


class SaveGroup:
    form: Any
    request: HttpRequest

    def save_instance(self) -> Group:
        Actor.of(self.request).require("bookings.configure")
        group: Group = self.form.save()
        return group


class GroupCreateView(SaveGroup, generic.CreateView):
    pass


class GroupEditView(SaveGroup, generic.EditView):
    def get_queryset(self) -> QuerySet[Group]:
        return Group.objects.all()


class GroupIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Group]:
        return Group.objects.all()


class GroupViewSet(ModelViewSet):
    model = Group
    icon = "group"
    name = "bookings-groups"
    url_prefix = "broneerijad"
    menu_label = _("Groups of bookers")
    menu_order = 840
    add_to_settings_menu = True
    index_view_class = GroupIndex
    add_view_class = GroupCreateView
    edit_view_class = GroupEditView
    copy_view_enabled = False
    list_display = ["name", Column("basis", label=_("Who belongs to it"), accessor="get_basis_display")]
    ordering = ["pk"]
    panels: list[Panel] = [
        HelpPanel(_("Groups get prices of their own, or are the only ones who may book.")),
        FieldPanel("name_et"), FieldPanel("name_en"), FieldPanel("name_ru"), FieldPanel("basis"), FieldPanel("age"),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Group.objects.all()

    def get_edit_handler(self) -> Any:
        return ObjectList(self.panels, base_form_class=ScopedForm).bind_to_model(Group)


register_permission_policy(Resource, NoDeletePolicy(Resource))
register_permission_policy(Group, NoDeletePolicy(Group))


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ModelViewSet]:
    return [ResourceViewSet(), GroupViewSet()]
