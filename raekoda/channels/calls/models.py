from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.casework.cases.models import Case
from raekoda.channels.recordings.models import Recording
from raekoda.identity.accounts.models import Contact, Unit
from raekoda.platform.core.dated import DatedRule
from raekoda.platform.core.models import Municipality, TenantModel
from raekoda.platform.core.tokens import new_ref


class Channel(models.TextChoices):
    PHONE = "phone", _("Phone")
    COUNTER = "counter", _("Visit")


class Direction(models.TextChoices):
    IN = "in", _("incoming")
    OUT = "out", _("outgoing")


class State(models.TextChoices):
    """State of a call, derived from its timestamps."""

    RINGING = "ringing", _("ringing")
    WAITING = "waiting", _("waits for a colleague")
    TALKING = "talking", _("in conversation")
    NOTING = "noting", _("note to be written")
    DONE = "done", _("noted")
    MISSED = "missed", _("not answered")


class WrapUpCode(models.Model):
    """The result of a call, for statistics. A municipality's own codes replace the common ones."""

    class Chosen(models.TextChoices):
        ANSWERED = "answered", _("when the operator answered on the spot")
        CASE = "case", _("when a case was opened")
        PROMISED = "promised", _("when a call back was promised")

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    digit = models.PositiveSmallIntegerField(
        _("key at the desk"), help_text=_("1 to 9: the key that chooses it at the desk.")
    )
    chosen_when = models.CharField(
        _("chosen by itself"),
        max_length=8,
        choices=Chosen.choices,
        blank=True,
        help_text=_("Nobody has to choose it then."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("wrap-up code")
        verbose_name_plural = _("wrap-up codes")
        ordering = ["digit"]
        constraints = [
            models.UniqueConstraint(
                "municipality", "digit", name="wrap_up_key_once", condition=Q(is_active=True), nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(digit__range=(1, 9)), name="wrap_up_key_is_a_digit"),
        ]

    def __str__(self) -> str:
        return self.name


class Call(TenantModel):
    """A phone call, or a visit at the counter.

    ``number`` and ``number_key`` (a keyed hash, to recognise the number) are erased after a retention period. If the
    caller consented to be recognised (``keeps_number``), the key is retained and ``contact`` has the number.
    """

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.IN)
    channel = models.CharField(_("channel"), max_length=7, choices=Channel.choices, default=Channel.PHONE)
    external_id = models.CharField(max_length=120, blank=True, help_text="The call's name in the phone exchange.")
    line = models.CharField(max_length=60, blank=True, help_text="The queue or the number that was dialled.")
    number = models.CharField(_("phone number"), max_length=40, blank=True)
    number_key = models.CharField(max_length=64, blank=True)
    keeps_number = models.BooleanField(default=False)
    may_use_recording = models.BooleanField(default=False)
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="calls")
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    operator_since = models.DateTimeField(null=True, blank=True)
    rings_at = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)
    code = models.ForeignKey(WrapUpCode, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("note"), blank=True)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="calls")
    recording = models.ForeignKey(Recording, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    forgotten_at = models.DateTimeField(null=True, blank=True, help_text="When the number went.")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = [
            models.UniqueConstraint(
                "municipality", "external_id", name="call_of_the_exchange_once", condition=~Q(external_id="")
            ),
            models.UniqueConstraint(
                "municipality",
                "operator",
                name="one_live_call_an_operator",
                condition=Q(operator__isnull=False, ended_at=None),
            ),
            models.CheckConstraint(
                name="call_times_in_order",
                condition=Q(answered_at=None, ended_at=None)
                | Q(answered_at=None, ended_at__gte=F("started_at"))
                | Q(answered_at__gte=F("started_at"), ended_at=None)
                | Q(answered_at__gte=F("started_at"), ended_at__gte=F("answered_at")),
            ),
            models.CheckConstraint(name="noted_call_has_ended", condition=Q(noted_at=None) | Q(ended_at__isnull=False)),
            models.CheckConstraint(name="forgotten_call_has_no_number", condition=Q(forgotten_at=None) | Q(number="")),
        ]
        indexes = [
            models.Index(fields=["municipality", "-started_at"], name="call_newest"),
            models.Index(fields=["municipality", "started_at"], name="call_live", condition=Q(ended_at=None)),
            models.Index(
                fields=["municipality", "operator"], name="call_to_note",
                condition=Q(noted_at=None, operator__isnull=False),
            ),
            models.Index(fields=["municipality", "number_key"], name="call_by_number", condition=~Q(number_key="")),
            models.Index(fields=["ended_at"], name="call_to_forget", condition=~Q(number="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.ref

    @property
    def state(self) -> State:
        if self.noted_at:
            return State.DONE
        if self.ended_at:
            return State.NOTING if self.operator_id else State.MISSED
        if self.operator_id:
            return State.TALKING
        return State.WAITING if self.handed_by_id else State.RINGING

    @property
    def is_live(self) -> bool:
        return self.ended_at is None


class Promise(TenantModel):
    """A promise to call somebody back: kept, or given up after failed attempts."""

    class State(models.TextChoices):
        OPEN = "open", _("promised")
        KEPT = "kept", _("called back")
        GIVEN_UP = "given_up", _("not reached")

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.SET_NULL, null=True, blank=True, related_name="promises")
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(_("phone number"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=160, blank=True)
    note = models.TextField(_("what to tell or ask"), blank=True)
    due_at = models.DateTimeField(_("when to call"))
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_attempt_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    rung_for = models.DateTimeField(null=True, blank=True, help_text="The due time of which the desk was reminded.")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("promise to call back")
        verbose_name_plural = _("promises to call back")
        constraints = [
            models.CheckConstraint(
                name="open_promise_can_be_kept",
                condition=Q(state="open", ended_at=None) & ~Q(number="") | ~Q(state="open") & Q(ended_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["municipality", "due_at", "id"], name="promise_open", condition=Q(state="open")),
            models.Index(fields=["municipality", "-created_at", "-id"], name="promise_newest"),
        ]

    def __str__(self) -> str:
        return self.ref


class Shift(TenantModel):
    """An operator's shift at the desk, and the extension of the phone exchange."""

    operator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    extension = models.CharField(_("my extension"), max_length=20, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "municipality", "operator", name="one_shift_at_a_time", condition=Q(ended_at=None)
            ),
            models.UniqueConstraint(
                "municipality", "extension", name="one_operator_an_extension",
                condition=Q(ended_at=None) & ~Q(extension=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.operator_id}"


class ExchangeKey(TenantModel):
    """Signing key of a phone exchange. The secret is derived from ``ref`` and the installation's secret key."""

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("key of a phone exchange")
        verbose_name_plural = _("keys of phone exchanges")

    def __str__(self) -> str:
        return self.name


class ExchangeMessage(TenantModel):
    """The signature of a processed message of a phone exchange, to detect duplicates. Deleted after a day."""

    signature = models.CharField(max_length=64)
    received_at = models.DateTimeField(db_index=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("municipality", "signature", name="exchange_message_once")]

    def __str__(self) -> str:
        return self.signature[:8]


class Signal(TenantModel):
    """A live event of the desk, without personal data. Deleted after a day."""

    kind = models.CharField(max_length=12)
    call_ref = models.CharField(max_length=10, blank=True)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+",
        help_text="At whose screen the call opens.",
    )  # fmt: skip
    at = models.DateTimeField(db_index=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        indexes = [models.Index(fields=["municipality", "id"], name="signal_next")]

    def __str__(self) -> str:
        return self.kind


class KeepingPeriod(DatedRule):
    """Hours for which data of a call is retained. Dated, with its source; the municipality's own rule takes precedence."""

    class What(models.TextChoices):
        NUMBER = "number", _("number of a caller who did not agree to be known")
        CALLER = "caller", _("number and name of a caller who agreed, after the last call")
        NOTE = "note", _("note of a call")

    what = models.CharField(_("what is kept"), max_length=6, choices=What.choices)
    hours = models.PositiveIntegerField(_("hours kept"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("period of keeping")
        verbose_name_plural = _("periods of keeping")

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.hours}"
