"""Uploads that exceed the size limit are discarded while they arrive; the rest of the request is processed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from raekoda.platform.core import disk
from raekoda.platform.core.bounds import clean_fields
from raekoda.platform.core.files import PreparedFile, UnsafeFile

Prepare = Callable[[UploadedFile], PreparedFile]
View = Callable[..., HttpResponseBase]


class BoundedUpload(FileUploadHandler):
    """Skips a file past the size limit, and files past the number limit, noting their names on the request."""

    def __init__(self, request: HttpRequest, most: int | None = None) -> None:
        super().__init__(request)
        self.most = most or settings.RAEKODA_MAX_PHOTOS
        self.files = 0
        self.size = 0
        request.too_large = []  # type: ignore[attr-defined]
        request.too_many = 0  # type: ignore[attr-defined]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.size = 0
        self.files += 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.size += len(raw_data)
        if self.files > self.most:
            self.request.too_many += 1  # type: ignore[union-attr]
            raise SkipFile
        if self.size > settings.RAEKODA_MAX_PHOTO_BYTES:
            self.request.too_large.append(self.file_name)  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def bounded_uploads(view: View | None = None, *, most: int | None = None) -> Any:
    """Puts :class:`BoundedUpload` before the upload is read; CSRF is checked after that, not left out. ``most`` files are
    taken, as many as photos of a report unless said otherwise."""
    if view is None:
        return partial(bounded_uploads, most=most)
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def bounded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            request.upload_handlers.insert(0, BoundedUpload(request, most))
            clean_fields(request)
        return protected(request, *args, **kwargs)

    return bounded


def prepare_all(
    request: HttpRequest, uploads: list[UploadedFile], prepare: Prepare
) -> tuple[list[PreparedFile], list[str]]:
    """The uploads made safe by ``prepare``, and messages about rejected ones."""
    prepared, problems = [], []
    for upload in uploads:
        try:
            require_space()
            prepared.append(prepare(upload))
        except UnsafeFile as refusal:
            problems.append(_("%(name)s: %(reason)s") % {"name": upload.name, "reason": refusal})
    return prepared, problems + refused_on_the_way(request)


def require_space() -> None:
    """Raises :class:`UnsafeFile`, with words for the person who sends a file, when the disk is nearly full."""
    if disk.refuses_files():
        raise UnsafeFile(
            _("It cannot be stored just now, because our disk is full. Send the rest without it, or try again later.")
        )


def refused_on_the_way(request: HttpRequest, most: int | None = None) -> list[str]:
    """A message about what :class:`BoundedUpload` discarded."""
    megabytes = settings.RAEKODA_MAX_PHOTO_BYTES // (1024 * 1024)
    problems = [
        _("%(name)s: the file is larger than %(size)d MB and was left out.") % {"name": name, "size": megabytes}
        for name in getattr(request, "too_large", [])
    ]
    if too_many := getattr(request, "too_many", 0):
        problems.append(no_room(too_many, most))
    return problems


def no_room(count: int, most: int | None = None) -> str:
    """The message for files over the allowed number."""
    most = most or settings.RAEKODA_MAX_PHOTOS
    message = ngettext(
        "Up to %(most)d files can be added: %(count)d was left out.",
        "Up to %(most)d files can be added: %(count)d were left out.",
        count,
    )
    return message % {"most": most, "count": count}
