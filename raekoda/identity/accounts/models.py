from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.identity.accounts.capabilities import CONTENT, SPECIAL, Capability
from raekoda.platform.core.models import Municipality, TenantModel


class User(AbstractUser):
    """A staff account. Permissions in a municipality come from :class:`Membership`."""

    language = models.CharField(_("language"), max_length=2, default="et")

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.username


class Unit(TenantModel):
    """A unit of the municipality (üksus): department, district office, agency."""

    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    parent = models.ForeignKey("self", verbose_name=_("part of"), on_delete=models.PROTECT, null=True, blank=True)
    head = models.ForeignKey(
        User, verbose_name=_("head"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text=_("Is told when somebody opens a case of the unit outside their rights."),
    )  # fmt: skip
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name"]
        constraints = [models.UniqueConstraint("municipality", "name", name="unit_name_in_municipality")]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    OPERATOR = "operator", _("operator")
    OFFICIAL = "official", _("official")
    SERVICE_OWNER = "service_owner", _("service owner")
    EDITOR = "editor", _("editor")
    ANALYST = "analyst", _("analyst")
    ADMINISTRATOR = "administrator", _("administrator")


class RoleSetting(TenantModel):
    """What a role may do in one municipality, where that differs from ``DEFAULT_CAPABILITIES``."""

    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    capabilities = ArrayField(models.CharField(max_length=16, choices=Capability.choices), default=list)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("role setting")
        verbose_name_plural = _("role settings")
        constraints = [
            models.UniqueConstraint("municipality", "role", name="role_setting_once"),
            models.CheckConstraint(
                condition=~Q(capabilities__contains=["administer"])
                | ~Q(capabilities__overlap=sorted(each.value for each in CONTENT)),
                name="role_setting_administers_or_reads",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())


class Membership(models.Model):
    """A user's role in one municipality, and what it applies to: a unit with its parts, services, special categories."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, null=True, blank=True,
        help_text=_("Empty: the role applies in all units."),
    )  # fmt: skip
    services = ArrayField(
        models.BigIntegerField(), verbose_name=_("services"), default=list, blank=True, db_default=[],
        help_text=_("Keys of services. Empty: the role applies to all services of the unit."),
    )  # fmt: skip
    categories = ArrayField(
        models.CharField(max_length=8, choices=[(level.value, level.label) for level in SPECIAL]),
        verbose_name=_("special categories"), default=list, blank=True, db_default=[],
        help_text=_("Special matters that the member reads in the units of the role."),
    )  # fmt: skip
    title = models.CharField(_("job title"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                "user", "municipality", "role", "unit", name="role_once_in_unit", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"


class RightsChange(TenantModel):
    """A change of sensitive rights that waits for a second administrator. Who it concerns takes no part."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second administrator")
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("rejected")

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    membership = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    values = models.JSONField(default=dict, help_text=_("What is to be set: of a membership, or of a role."))
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("change of rights")
        verbose_name_plural = _("changes of rights")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="rights_change_by_two",
            ),
            models.CheckConstraint(
                condition=Q(user=None)
                | (~Q(proposed_by=F("user")) & (~Q(state="confirmed") | ~Q(decided_by=F("user")))),
                name="rights_change_not_of_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.get_role_display()}: {self.get_state_display()}"


class Absence(TenantModel):
    """Days on which a deputy does the work of an absent member of staff."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(User, verbose_name=_("deputy"), on_delete=models.CASCADE, related_name="+")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_days_in_order"),
            models.CheckConstraint(condition=~Q(deputy=F("user")), name="absence_deputy_is_another"),
            ExclusionConstraint(
                name="absence_once_at_a_time",
                expressions=[
                    ("municipality", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (Func("first_day", "last_day", Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["deputy", "last_day"], name="absence_of_deputy")]

    def __str__(self) -> str:
        return f"{self.user} {self.first_day:%Y-%m-%d}–{self.last_day:%Y-%m-%d}"


class Contact(TenantModel):
    """Contact data of a sender, separate from the messages so that it can be erased while the case stays."""

    name = models.CharField(_("name"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, default="et")
    created_at = models.DateTimeField(auto_now_add=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.name or self.email or self.phone or "–"
