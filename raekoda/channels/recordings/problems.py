"""Problems that prevent processing, with labels and next steps."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Problem(models.TextChoices):
    """Code and label of a problem."""

    UNKNOWN_KIND = "unknown_kind", _("This kind of file is not taken.")
    EMPTY = "empty", _("The file is empty.")
    TOO_LARGE = "too_large", _("The file is too large.")
    TOO_LONG = "too_long", _("The recording is too long.")
    TOO_MANY_PAGES = "too_many_pages", _("The document has too many pages.")
    TOO_MUCH_TEXT = "too_much_text", _("The document holds too much text.")
    ENCRYPTED = "encrypted", _("The document is locked with a password.")
    BOMB = "bomb", _("The document unpacks to more than may be opened safely.")
    UNREADABLE = "unreadable", _("The file is damaged or cannot be read.")
    NO_TEXT = "no_text", _("There are no words in it.")
    NO_ENGINE = "no_engine", _("No speech engine is set, so audio waits.")
    NO_PACKAGE = "no_package", _("The packages of the speech engine are not installed, so audio waits.")
    NO_MODEL = "no_model", _("The model of the speech engine is not where the settings say, so audio waits.")
    UNKNOWN_ENGINE = "unknown_engine", _("The settings name a speech engine that does not exist, so audio waits.")
    BROKEN_OFF = "broken_off", _("The work broke off several times.")


NEXT_STEPS = {
    Problem.UNKNOWN_KIND: _("Hand it in as wav, mp3, ogg or flac audio, or as a pdf, docx, eml or txt document."),
    Problem.EMPTY: _("Hand the file in again once it is whole."),
    Problem.TOO_LARGE: _("Hand it in in parts, or let the administrator raise the limit. This file was not kept."),
    Problem.TOO_LONG: _("Hand it in in parts, or let the administrator raise the limit and try again."),
    Problem.TOO_MANY_PAGES: _("Hand in the pages that matter, or let the administrator raise the limit and try again."),
    Problem.TOO_MUCH_TEXT: _("Hand in the pages that matter."),
    Problem.ENCRYPTED: _("Save it without a password and hand it in again."),
    Problem.BOMB: _("Save it anew in the program that made it, or as a pdf, and hand it in again."),
    Problem.UNREADABLE: _("Try again; if that does not help, save it anew and hand it in again."),
    Problem.NO_TEXT: _("A scanned letter has to be read in first (OCR); a silent recording can be deleted."),
    Problem.NO_ENGINE: _("The administrator sets RAEKODA_SPEECH_ENGINE; what waits is then done by itself."),
    Problem.NO_PACKAGE: _("The administrator installs requirements/speech.lock; what waits is then done by itself."),
    Problem.NO_MODEL: _("The administrator puts RAEKODA_SPEECH_MODEL right; what waits is then done by itself."),
    Problem.UNKNOWN_ENGINE: _("The administrator puts RAEKODA_SPEECH_ENGINE right; what waits is then done by itself."),
    Problem.BROKEN_OFF: _("Try again. What was transcribed so far is kept and the work goes on from there."),
}
CONFIGURATION_PROBLEMS = frozenset({Problem.NO_ENGINE, Problem.NO_PACKAGE, Problem.NO_MODEL, Problem.UNKNOWN_ENGINE})
"""Problems of the configuration, which the administrator fixes; the recording waits."""


class Unprocessable(Exception):
    """The file cannot be processed because of ``problem``."""

    def __init__(self, problem: Problem | str) -> None:
        self.problem = Problem(problem)
        super().__init__(self.problem.value)


def describe_problem(problem: str) -> tuple[str, str]:
    """Label of a problem and next steps; two empty strings for no problem."""
    if not problem:
        return "", ""
    found = Problem(problem)
    return str(found.label), str(NEXT_STEPS[found])
