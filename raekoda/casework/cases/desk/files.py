"""Files of cases for staff."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from raekoda.casework.cases import queries
from raekoda.casework.cases.models import Attachment
from raekoda.identity.accesslog.access_log import log_access_to_persons
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.files import serve
from raekoda.platform.core.staff import staff_page


def _visible(request: HttpRequest, ref: str) -> Attachment:
    files = Attachment.objects.select_related("case__person", "case__concerned").defer("case__words")
    return get_object_or_404(files, ref=ref, case__in=queries.visible_to(Actor.of(request)))


@require_safe
@staff_page("cases.view")
def attachment(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The file: re-encoded pictures in the page, anything else as a download."""
    found = _visible(request, ref)
    log_access_to_persons(found.case.people, Actor.of(request), "cases.file", subject=found)
    return serve(found.file.open("rb"), name=found.name, content_type=found.content_type)


@require_safe
@staff_page("cases.view")
def thumbnail(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The small picture of a photo."""
    found = _visible(request, ref)
    if not found.thumbnail:
        raise Http404(ref)
    return serve(found.thumbnail.open("rb"), name=f"{found.pk}.jpg", content_type="image/jpeg")
