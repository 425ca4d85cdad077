"""Files of cases: the public sees released photos of public reports, senders their own files, staff what they may see."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from raekoda.casework.cases import queries
from raekoda.casework.cases.models import Attachment, Case
from raekoda.casework.cases.site.status import sender_page
from raekoda.identity.accesslog.access_log import log_access_to_persons
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.files import serve


@require_safe
@cache_control(private=True, max_age=300)
def attachment(request: HttpRequest, ref: str) -> HttpResponseBase:
    """A file by its reference; ``?suurus=vaike`` gives the thumbnail. Access of staff to private files is logged."""
    files = Attachment.objects.select_related("case__person", "case__concerned").defer("case__words")
    found, actor = get_object_or_404(files, ref=ref), Actor.of(request)
    if not _is_public(found):
        if not actor.may("cases.view", found.case):
            raise Http404("No such file")
        log_access_to_persons(found.case.people, actor, "cases.file", subject=found)
    return _serve(request, found)


@sender_page
def own_attachment(request: HttpRequest, case: Case, ref: str) -> HttpResponseBase:
    """A file of the sender's own case, except files of internal notes."""
    theirs = case.attachments.exclude(message__kind="note")
    return _serve(request, get_object_or_404(theirs, ref=ref))


def _is_public(found: Attachment) -> bool:
    return found.is_public and queries.public().filter(pk=found.case_id).exists()


def _serve(request: HttpRequest, found: Attachment) -> HttpResponseBase:
    if request.GET.get("suurus") == "vaike" and found.thumbnail:
        return serve(found.thumbnail.open(), name=f"{found.ref}.jpg", content_type="image/jpeg")
    return serve(found.file.open(), name=found.name, content_type=found.content_type)
