"""Bookable resources: items, opening hours, prices, groups of bookers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager
from django_scopes.forms import SafeModelMultipleChoiceField
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from raekoda.identity.accounts.models import Unit, User
from raekoda.identity.persons.models import Person
from raekoda.platform.core.fields import PointField
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.tokens import new_token
from raekoda.registry.services.models import Service

MIDNIGHT = "00:00"


class Kind(models.TextChoices):
    OFFICIAL = "official", _("official's reception")
    ROOM = "room", _("room")
    PITCH = "pitch", _("sports ground")
    EQUIPMENT = "equipment", _("equipment")
    VEHICLE = "vehicle", _("vehicle")


class Who(models.TextChoices):
    ANYONE = "anyone", _("anyone who confirms an e-mail address")
    SIGNED_IN = "signed_in", _("who is signed in")
    GROUPS = "groups", _("members of certain groups")


class Way(models.TextChoices):
    PLACE = "place", _("on the spot")
    PHONE = "phone", _("by phone")
    VIDEO = "video", _("by video")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Group(TenantModel):
    """A group of bookers with its own access or prices. Membership is computed from facts about the person or listed."""

    class Basis(models.TextChoices):
        LISTED = "listed", _("those on the list")
        RESIDENTS = "residents", _("registered residents of the municipality")
        UNDER = "under", _("younger than an age")
        FROM = "from", _("from an age on")
        ORGANISATIONS = "organisations", _("organisations")

    name = models.CharField(_("name"), max_length=120)
    basis = models.CharField(_("who belongs to it"), max_length=14, choices=Basis.choices, default=Basis.LISTED)
    age = models.PositiveSmallIntegerField(_("age in years"), null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("group of bookers")
        verbose_name_plural = _("groups of bookers")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=("under", "from"), age__isnull=False)
                | Q(basis__in=("listed", "residents", "organisations")),
                name="group_has_age",
            )
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(TenantModel):
    """A person on the list of a group, valid from and to a day."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("group", "person", name="group_member_once")]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.person_id}"


class GroupsField(models.ManyToManyField):
    """Groups of the municipality; the form field has no choices until a form sets its queryset, so that a form class built
    outside a municipality exposes no records."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": SafeModelMultipleChoiceField, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ManyToManyField", args, kwargs


def photo_path(resource: Resource, name: str) -> str:
    """A random path under the municipality's code; only the extension of the uploaded name is used."""
    return f"bookings/{resource.municipality.code}/{new_token()}.{'png' if name.endswith('.png') else 'jpeg'}"


class Resource(TenantModel, ClusterableModel):
    """A bookable resource. With ``slot_minutes`` it is booked in slots; without, in free ranges of ``step_minutes``."""

    slug = models.SlugField(_("address"), max_length=80, help_text=_("The last part of the page's address."))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    terms = models.TextField(_("what to know before booking"), blank=True)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, null=True, related_name="+")
    official = models.ForeignKey(
        User, verbose_name=_("official"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    service = models.ForeignKey(
        Service, verbose_name=_("service"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text=_("The page of the service leads to this booking."),
    )  # fmt: skip
    address = models.CharField(_("address of the place"), max_length=200, blank=True)
    point = PointField(null=True, blank=True, editable=False)
    capacity = models.PositiveIntegerField(_("for how many people"), null=True, blank=True)
    quantity = models.PositiveSmallIntegerField(
        _("how many of them"), default=1, validators=[MinValueValidator(1), MaxValueValidator(200)],
        help_text=_("Of equal items, such as bicycles; each booking takes one."),
    )  # fmt: skip
    photo = models.ImageField(_("photo"), upload_to=photo_path, max_length=200, blank=True)
    photo_words = models.CharField(_("what the photo shows"), max_length=200, blank=True)
    needs_approval = models.BooleanField(_("an official approves each booking"), default=False)
    who = models.CharField(_("who may book"), max_length=10, choices=Who.choices, default=Who.SIGNED_IN)
    groups = GroupsField(Group, verbose_name=_("groups that may book"), blank=True, related_name="+")
    ways = ArrayField(
        models.CharField(max_length=5, choices=Way.choices), verbose_name=_("ways of meeting"), default=list, blank=True
    )
    asks_topic = models.BooleanField(_("asks what it is about"), default=False)
    slot_minutes = models.PositiveSmallIntegerField(
        _("length of a slot in minutes"), null=True, blank=True, validators=[MinValueValidator(5)],
        help_text=_("Empty: people choose beginning and end themselves."),
    )  # fmt: skip
    step_minutes = models.PositiveSmallIntegerField(_("step of free times in minutes"), default=30)
    shortest_minutes = models.PositiveSmallIntegerField(_("shortest time in minutes"), default=30)
    longest_minutes = models.PositiveIntegerField(_("longest time in minutes"), default=240)
    buffer_before = models.PositiveSmallIntegerField(_("minutes kept free before"), default=0)
    buffer_after = models.PositiveSmallIntegerField(_("minutes kept free after"), default=0)
    lead_minutes = models.PositiveIntegerField(_("at the latest so many minutes before"), default=60)
    horizon_days = models.PositiveSmallIntegerField(_("at the earliest so many days before"), default=90)
    most_at_once = models.PositiveSmallIntegerField(_("bookings to come of one person at most"), default=5)
    free_cancel_hours = models.PositiveSmallIntegerField(_("hours before until which cancelling is free"), default=24)
    hold_minutes = models.PositiveSmallIntegerField(_("minutes a time is held while paying"), default=20)
    offer_hours = models.PositiveSmallIntegerField(_("hours an offer from the waiting list is open"), default=12)
    reminder_hours = models.PositiveSmallIntegerField(_("hours before at which a reminder goes"), default=24)
    open_on_holidays = models.BooleanField(_("open on public holidays"), default=False)
    is_active = models.BooleanField(_("can be booked"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("bookable resource")
        verbose_name_plural = _("bookable resources")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint("municipality", "slug", name="resource_slug_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="resource_has_items"),
            models.CheckConstraint(
                condition=Q(step_minutes__gte=5, shortest_minutes__gte=5)
                & Q(longest_minutes__gte=F("shortest_minutes")),
                name="resource_times_make_sense",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.shortest_minutes and self.longest_minutes and self.longest_minutes < self.shortest_minutes:
            raise ValidationError({"longest_minutes": _("The longest time is shorter than the shortest one.")})
        if self.step_minutes is not None and self.step_minutes < 5:
            raise ValidationError({"step_minutes": _("At least five minutes.")})

    @property
    def has_slots(self) -> bool:
        return self.slot_minutes is not None


class Item(TenantModel):
    """One of the equal items of a resource; a booking occupies an item. A hall has one."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint("resource", "number", name="item_number_once")]

    def __str__(self) -> str:
        return f"{self.resource_id}/{self.number}"


class ResourceRow(TenantModel):
    """Abstract row of a resource; its municipality is that of the resource."""

    objects = ScopedManager(municipality="municipality")

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        self.municipality_id = self.resource.municipality_id  # type: ignore[attr-defined]
        super().save(**options)


class Hours(ResourceRow):
    """Opening hours in local time; closing at 00:00 is the midnight that ends the day."""

    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        if self.opens and self.closes and f"{self.closes:%H:%M}" != MIDNIGHT and self.closes <= self.opens:
            raise ValidationError({"closes": _("It closes before it opens.")})


class OpeningRule(Hours):
    """Weekly opening hours on a weekday, valid from and to a day."""

    resource = ParentalKey(Resource, on_delete=models.CASCADE, related_name="openings")
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday.choices)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_weekday"),
            models.CheckConstraint(condition=Q(opens__isnull=False, closes__isnull=False), name="opening_has_hours"),
            models.CheckConstraint(
                condition=Q(closes="00:00") | Q(closes__gt=F("opens")), name="opening_before_closing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self) -> None:
        if not self.opens or not self.closes:
            raise ValidationError(_("Write both hours."))
        super().clean()


class OpeningException(Hours):
    """Exceptional hours from ``first_day`` through ``last_day``; closed when both hours are empty."""

    resource = ParentalKey(Resource, on_delete=models.CASCADE, related_name="exceptions")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    words = models.CharField(_("reason shown to people"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("exception of opening hours")
        verbose_name_plural = _("exceptions of opening hours")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="exception_days"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True) | Q(opens__isnull=False, closes__isnull=False),
                name="exception_both_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"

    def clean(self) -> None:
        if bool(self.opens) != bool(self.closes):
            raise ValidationError(_("Write both hours, or none when it is closed."))
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The last day is before the first one.")})
        super().clean()


class Price(ResourceRow):
    """What a booking costs, from a day on, for a group or for all, on days of the week and at hours of the day."""

    class Per(models.TextChoices):
        HOUR = "hour", _("an hour")
        BOOKING = "booking", _("a booking")
        DEPOSIT = "deposit", _("deposit, given back afterwards")

    resource = ParentalKey(Resource, on_delete=models.CASCADE, related_name="prices")
    per = models.CharField(_("for"), max_length=8, choices=Per.choices, default=Per.HOUR)
    amount = models.DecimalField(_("euros"), max_digits=8, decimal_places=2, validators=[MinValueValidator(Decimal(0))])
    group = models.ForeignKey(
        Group, verbose_name=_("group"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday.choices), verbose_name=_("days of the week"), default=list,
        blank=True, help_text=_("None chosen: every day."),
    )  # fmt: skip
    from_hour = models.TimeField(_("from the hour"), null=True, blank=True)
    to_hour = models.TimeField(_("until the hour"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering = ["per", "-valid_from", "id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="price_not_negative")]

    def __str__(self) -> str:
        return f"{self.amount} {self.get_per_display()}"
