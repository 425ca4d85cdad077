"""Bookings, series and waiting lists."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from raekoda.identity.accounts.models import User
from raekoda.identity.persons.models import Person
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.tokens import new_ref, new_token
from raekoda.registry.payments.models import Payment
from raekoda.selfservice.bookings.models.resources import Group, Item, Resource, Way


class Status(models.TextChoices):
    HELD = "held", _("held for you")
    ASKED = "asked", _("waits for approval")
    CONFIRMED = "confirmed", pgettext_lazy("of a booking", "confirmed")
    NO_SHOW = "no_show", _("did not come")
    CANCELLED = "cancelled", _("cancelled")
    REFUSED = "refused", _("not approved")
    EXPIRED = "expired", _("ran out")


LIVE = (Status.HELD, Status.ASKED, Status.CONFIRMED, Status.NO_SHOW)
"""Statuses in which a booking occupies its time; two such bookings of an item never overlap (constraint ``no_overlap``)."""


class Series(TenantModel):
    """Bookings made together by staff, every ``every_weeks`` weeks."""

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(_("for what"), max_length=160)
    every_weeks = models.PositiveSmallIntegerField(_("every how many weeks"), default=1)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("series of bookings")
        verbose_name_plural = _("series of bookings")

    def __str__(self) -> str:
        return self.ref


class Booking(TenantModel):
    """A time of an item, booked or blocked by staff. ``span`` is the time including buffers; a constraint prevents live
    bookings of an item from overlapping. ``person`` owns the booking; a guest has access by the ``token``."""

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    token = models.CharField(max_length=22, default=new_token, unique=True, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="bookings")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="bookings")
    is_block = models.BooleanField(default=False)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    span = DateTimeRangeField()
    status = models.CharField(_("state"), max_length=10, choices=Status.choices)
    hold_until = models.DateTimeField(null=True, blank=True)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(max_length=2, default="et")
    topic = models.TextField(_("what it is about"), blank=True)
    way = models.CharField(_("way of meeting"), max_length=5, choices=Way.choices, blank=True)
    people = models.PositiveIntegerField(_("how many people come"), null=True, blank=True)
    note = models.TextField(_("note for the booker"), blank=True)

    group = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    amount = models.DecimalField(max_digits=10, decimal_places=2, default=Decimal(0))
    deposit = models.DecimalField(max_digits=10, decimal_places=2, default=Decimal(0))
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.SET_NULL, null=True, blank=True, related_name="bookings")

    needs_word = models.BooleanField(
        default=False, help_text="Waits for the booker: a guest confirms the address, an offer is accepted."
    )
    needs_approval = models.BooleanField(default=False)
    needs_payment = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0, help_text="Rises with every change, as calendars want it.")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    reminded_for = models.DateTimeField(null=True, blank=True, help_text="The beginning that a reminder was sent for.")
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints: Any = [
            ExclusionConstraint(
                name="no_overlap",
                expressions=[("item", RangeOperators.EQUAL), ("span", RangeOperators.OVERLAPS)],
                condition=Q(status__in=LIVE),
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="booking_has_time"),
            models.CheckConstraint(
                condition=Q(span__startswith__lte=F("starts_at"), span__endswith__gte=F("ends_at")),
                name="booking_within_span",
            ),
            models.CheckConstraint(
                condition=~Q(status="held") | Q(hold_until__isnull=False), name="held_booking_runs_out"
            ),
        ]
        indexes = [
            models.Index(fields=["resource", "starts_at"], name="booking_time"),
            models.Index(fields=["person", "-starts_at"], name="booking_person"),
            models.Index(fields=["hold_until"], name="booking_held", condition=Q(status="held")),
            models.Index(fields=["starts_at"], name="booking_asked", condition=Q(status="asked")),
            models.Index(fields=["starts_at"], name="booking_to_come", condition=Q(status="confirmed")),
            models.Index(fields=["payment"], name="booking_payment", condition=Q(payment__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    def is_overdue(self, now: datetime) -> bool:
        """Whether its hold expired or its request was not decided before the start."""
        if self.status == Status.HELD:
            return self.hold_until is not None and self.hold_until <= now
        return self.status == Status.ASKED and self.starts_at <= now

    @property
    def is_waived(self) -> bool:
        """Whether it was made by staff and is free of charge."""
        return self.is_block or self.made_by_id is not None

    @property
    def to_pay(self) -> Decimal:
        """Price and deposit together."""
        return self.amount + self.deposit


class WaitingEntry(TenantModel):
    """An entry of the waiting list of an occupied time. An offer is a booking held until its deadline."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        OFFERED = "offered", _("offered")
        TAKEN = "taken", _("taken")
        LEFT = "left", _("no longer waiting")

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    token = models.CharField(max_length=22, default=new_token, unique=True, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="waiting")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(max_length=2, default="et")
    topic = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    booking = models.OneToOneField(Booking, on_delete=models.SET_NULL, null=True, blank=True, related_name="offered_to")
    created_at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("entry of a waiting list")
        verbose_name_plural = _("waiting list")
        constraints = [
            models.UniqueConstraint(
                "resource", "email", "starts_at", name="waits_once", condition=Q(state__in=("waiting", "offered"))
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="waits_for_time"),
        ]
        indexes = [
            models.Index(fields=["resource", "starts_at", "id"], name="waiting_first", condition=Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return self.ref
