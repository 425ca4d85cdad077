"""What forms tell the rooms above."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.forms.models import Form, FormVersion


@dataclass(frozen=True)
class FormPublished:
    """A version was published: people fill in this one from now on."""

    version: FormVersion


@dataclass(frozen=True)
class FormClosed:
    """People may no longer fill in the form; drafts of applications are kept."""

    form: Form
