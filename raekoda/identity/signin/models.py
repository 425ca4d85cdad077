from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.identity.accounts.models import User
from raekoda.identity.persons.models import Person, Session
from raekoda.identity.signin.rules import Kind, Level
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.secrets import EncryptedField
from raekoda.platform.core.tokens import new_ref


class Provider(TenantModel):
    """An OpenID provider for the sign-in of a municipality's residents."""

    class Way(models.TextChoices):
        BASIC = "basic", _("in the header (client_secret_basic)")
        POST = "post", _("in the body (client_secret_post)")

    ref = models.CharField(max_length=10, unique=True, default=new_ref, editable=False)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    name = models.CharField(_("name on the button"), max_length=80, blank=True)
    issuer = models.CharField(_("issuer"), max_length=200)
    client_id = models.CharField(_("client identifier"), max_length=120)
    secret = EncryptedField(blank=True, default="")
    way = models.CharField(_("how the secret is given"), max_length=5, choices=Way.choices, default=Way.BASIC)
    level = models.CharField(_("lowest level of assurance"), max_length=11, choices=Level.choices)
    methods: Any = models.JSONField(_("means of authentication"), default=list, blank=True)
    host = models.CharField(_("host of the return address"), max_length=255, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    signing_key = EncryptedField(blank=True, default="", editable=False, help_text="Of the test login only.")
    checked_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=40, blank=True, help_text="Code of what was wrong at the last check.")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("sign-in provider")
        verbose_name_plural = _("sign-in providers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("municipality", "issuer", "client_id", name="signin_provider_once"),
            models.UniqueConstraint("municipality", condition=Q(kind=Kind.TEST), name="signin_one_test_login"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """Label of the button: its own name, or that of its kind."""
        return self.name or self.get_kind_display()


class Attempt(TenantModel):
    """One sign-in attempt. The browser has a secret in a cookie; the row has its digest and that of ``state``.

    It is also the record required by TARA's specification (5.3): request, outcome and encrypted token, retained for
    ``RAEKODA_SIGNIN_KEPT_DAYS``.
    """

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="attempts")
    state_digest = models.CharField(max_length=64, unique=True)
    browser_digest = models.CharField(max_length=64)
    nonce = models.CharField(max_length=43)
    verifier = models.CharField(max_length=86, blank=True, help_text="Of PKCE; forgotten once it was used.")
    redirect_uri = models.CharField(max_length=300)
    next = models.CharField(max_length=2000, default="/")
    language = models.CharField(max_length=2)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    method = models.CharField(max_length=8, blank=True)
    level = models.CharField(max_length=11, blank=True)
    token = EncryptedField(blank=True, default="")
    request_id = models.CharField(max_length=40, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        indexes = [
            models.Index(fields=["person", "-id"], name="signin_of_person", condition=Q(person__isnull=False)),
            models.Index(fields=["created_at"], name="signin_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M} {self.outcome}"


class ProviderSession(TenantModel):
    """A session at a provider (GovSSO): the tokens to renew and to end it."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="at_provider")
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=43)
    sid = models.CharField(max_length=255)
    id_token = EncryptedField()
    refresh_token = EncryptedField(blank=True, default="")
    expires_at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("session at a provider")
        verbose_name_plural = _("sessions at providers")

    def __str__(self) -> str:
        return f"{self.provider_id} {self.expires_at:%H:%M}"


class SeenToken(TenantModel):
    """The identifier of a used logout token; each is accepted once."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64)
    seen_at = models.DateTimeField(db_index=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("provider", "token_digest", name="signin_token_once")]

    def __str__(self) -> str:
        return self.token_digest[:8]


class KeptForm(TenantModel):
    """A pending form: fields of a form that was sent after the session had ended, saved until the person signs in."""

    token_digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    action = models.CharField(max_length=2000)
    page = models.CharField(max_length=2000)
    fields = EncryptedField()
    had_files = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_index=True)

    objects = ScopedManager(municipality="municipality")

    def __str__(self) -> str:
        return self.token_digest[:8]


class Totp(models.Model):
    """An authenticator app (RFC 6238). ``last_step`` is the time step of the last used code."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="totp")
    secret = EncryptedField()
    last_step = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}"


class Passkey(models.Model):
    """A passkey or security key of a member of staff (WebAuthn), bound to a host."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=60)
    host = models.CharField(max_length=255)
    credential_id = models.CharField(max_length=1400, unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    transports: Any = models.JSONField(default=list)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A recovery code; works once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("user", "code_digest", name="recovery_code_once")]

    def __str__(self) -> str:
        return self.code_digest[:8]
