"""Mailboxes and API keys in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from raekoda.channels.mailbox.models import Box, DoorKey
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.apikeys_admin import ApiKeyViewSet
from raekoda.platform.core.journal import record
from raekoda.platform.core.tenancy import current


class BoxForm(WagtailAdminModelForm):
    """The password is never shown; an empty field leaves it unchanged."""

    imap_password = forms.CharField(
        label=gettext_lazy("IMAP password"), required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Leave empty to keep the one there is."),
    )  # fmt: skip

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].lower()
        if "+" in address.partition("@")[0]:
            raise forms.ValidationError(
                _("Write the address without a plus part: replies come to it with one of their own.")
            )
        return str(address)

    def clean_imap_password(self) -> str:
        return self.cleaned_data["imap_password"] or (self.instance.imap_password if self.instance.pk else "")


class BoxIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Box]:
        return Box.objects.all()


class BoxCreate(generic.CreateView):
    def save_instance(self) -> Box:
        self.form.instance.municipality = current()
        return _saved(self.form, "mailbox.new_box", Actor.of(self.request))


class BoxEdit(generic.EditView):
    def get_queryset(self) -> QuerySet[Box]:
        return Box.objects.all()

    def save_instance(self) -> Box:
        return _saved(self.form, "mailbox.change_box", Actor.of(self.request))


class BoxDelete(generic.DeleteView):
    def get_queryset(self) -> QuerySet[Box]:
        return Box.objects.all()


def _saved(form: Any, action: str, actor: Actor) -> Box:
    actor.require("mailbox.boxes")
    with transaction.atomic():
        box: Box = form.save()
        record(action, box, actor, is_active=box.is_active, fetched=bool(box.imap_host))
    return box


BOX_PANELS: list[Panel] = [
    HelpPanel(gettext_lazy("People write to this address; every letter becomes a case or a reply to one.")),
    FieldPanel("address"),
    FieldPanel("name"),
    FieldPanel("is_active"),
    MultiFieldPanel(
        [FieldPanel("kind"), FieldPanel("service"), FieldPanel("topic"), FieldPanel("unit")],
        heading=gettext_lazy("What its letters become"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("imap_host"), FieldPanel("imap_port"), FieldPanel("imap_security"), FieldPanel("imap_user"),
            FieldPanel("imap_password"), FieldPanel("imap_folder"), FieldPanel("imap_done_folder"),
        ],
        heading=gettext_lazy("How it is fetched"),
    ),
    MultiFieldPanel(
        [FieldPanel("most_megabytes"), FieldPanel("most_an_hour"), FieldPanel("spam_headers")],
        heading=gettext_lazy("What waits for a decision"),
    ),
]  # fmt: skip


class BoxViewSet(ModelViewSet):
    model = Box
    icon = "mail"
    name = "mailbox-boxes"
    url_prefix = "postkastid"
    menu_label = gettext_lazy("Mailboxes")
    menu_order = 812
    add_to_settings_menu = True
    index_view_class = BoxIndex
    add_view_class = BoxCreate
    edit_view_class = BoxEdit
    delete_view_class = BoxDelete
    copy_view_enabled = False
    list_display = [
        "address",
        "name",
        BooleanColumn("is_active", label=gettext_lazy("In use")),
        Column("fetched_at", label=gettext_lazy("Last fetched"), accessor="fetched_at"),
        Column("trouble", label=gettext_lazy("Trouble"), accessor="trouble"),
    ]
    list_filter = ["is_active"]
    search_fields = ["address", "name"]
    ordering = ["pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Box.objects.all()

    edit_handler = ObjectList(BOX_PANELS, base_form_class=BoxForm)


class MailKeyViewSet(ApiKeyViewSet):
    model = DoorKey
    key_actions = "raekoda.channels.mailbox.actions"
    name = "mailbox-keys"
    url_prefix = "kirjade-votmed"
    menu_label = gettext_lazy("Keys for letters")
    menu_order = 813
    help_text = gettext_lazy("A mail server hands in letters with this key (POST /api/v1/mail).")


@hooks.register("register_admin_viewset")
def register_boxes() -> BoxViewSet:
    return BoxViewSet()


@hooks.register("register_admin_viewset")
def register_keys() -> MailKeyViewSet:
    return MailKeyViewSet()
