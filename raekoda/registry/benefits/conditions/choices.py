"""Closed lists of parameters."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy


class Whose(models.TextChoices):
    """Whose age or residence a condition looks at."""

    APPLICANT = "applicant", gettext_lazy("the applicant")
    CHILD = "child", gettext_lazy("the child")


class Since(models.TextChoices):
    """What a period for applying starts from."""

    DEATH = "death", gettext_lazy("the death")
    BIRTH = "birth", gettext_lazy("the child's birth")
    EVENT = "event", gettext_lazy("the event")


class PeriodUnit(models.TextChoices):
    DAYS = "days", gettext_lazy("days")
    MONTHS = "months", gettext_lazy("months")
