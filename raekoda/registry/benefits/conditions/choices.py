"""Choices of condition parameters."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy


class Subject(models.TextChoices):
    """The person whose age or residence a condition refers to."""

    APPLICANT = "applicant", gettext_lazy("the applicant")
    CHILD = "child", gettext_lazy("the child")


class Since(models.TextChoices):
    """The event that starts a period for applying."""

    DEATH = "death", gettext_lazy("the death")
    BIRTH = "birth", gettext_lazy("the child's birth")
    EVENT = "event", gettext_lazy("the event")


class PeriodUnit(models.TextChoices):
    DAYS = "days", gettext_lazy("days")
    MONTHS = "months", gettext_lazy("months")
