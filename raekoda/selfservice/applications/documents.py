"""PDF documents of applications and decisions."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.platform.core.clock import local_day
from raekoda.platform.pdf import pdf
from raekoda.registry.benefits.rules import source_text
from raekoda.selfservice.applications import decision_text, form_data
from raekoda.selfservice.applications.models import Application, Decision


def store(decision: Decision, content: bytes) -> str:
    """Store ``content`` as the document of the decision; returns its storage name. Does not save the row."""
    decision.sha256 = hashlib.sha256(content).hexdigest()
    decision.file.save("", ContentFile(content), save=False)
    return str(decision.file.name)


def decision_document(decision: Decision, application: Application) -> bytes:
    """The decision as PDF in its language. Raises ``PdfError``."""
    with override(decision.language):
        title = decision_text.document_title(decision, application)
        return pdf("decision", _contents(decision, application), title=title, language=decision.language)


def application_document(application: Application, language: str) -> bytes:
    """The application as PDF in ``language``. Raises ``PdfError``."""
    with override(language):
        sections: list[dict[str, Any]] = [{"rows": _about(application)}]
        for step in form_data.present_answers(application):
            sections.append({"heading": step["title"], "rows": [[row["label"], row["value"]] for row in step["rows"]]})
        files = [file.name for file in form_data.get_files(application)]
        if files:
            sections.append({"heading": _("Files"), "text": "\n".join(files)})
        title = _("Application: %(service)s") % {"service": application.version.form.service.name}
        day = date_format(local_day(application.sent_at), "d.m.Y")
        return pdf(
            "letter",
            {"sections": sections, "number": application.case.number, "date": day},
            title=title,
            language=language,
        )


def _contents(decision: Decision, application: Application) -> dict[str, Any]:
    """Context of the template ``decision`` in the active language."""
    made_at = decision.made_at or decision.drafted_at
    return {
        "date": date_format(local_day(made_at), "d.m.Y"),
        "number": application.case.number,
        "to": "\n".join(part for part in (application.applicant.name, application.applicant.address) if part),
        "about": _about(application),
        "decided_heading": _("Decision"),
        "decided": decision_text.decision_sentence(decision, application),
        "reasons_heading": _("Reasons"),
        "reasons": decision.reasons,
        "found_heading": _("What was checked"),
        "found": [
            [finding["words"].get(decision.language) or finding["words"].get("et", ""),
             decision_text.result_label(finding["result"]),
             finding["source"]]
            for finding in decision.assessment.get("findings", [])
        ],
        "found_head": [_("Condition"), _("Result"), _("Source")],
        "basis_heading": _("Legal basis"),
        "basis": source_text(decision.rule) if decision.rule else "",
        "dispute_heading": _("How to dispute it"),
        "dispute": decision_text.dispute(decision),
        "signature": decision_text.signature(decision),
    }  # fmt: skip


def _about(application: Application) -> list[list[str]]:
    service = application.version.form.service
    about = [[_("Service"), service.name], [_("Applicant"), application.applicant.name]]
    if application.person_id != application.applicant_id:
        about.append([_("For whom"), application.person.name])
    return [*about, [_("Sent"), date_format(local_day(application.sent_at), "d.m.Y")]]
