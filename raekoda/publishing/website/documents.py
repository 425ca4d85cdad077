"""Documents and pictures that editors publish: what is taken, and the one gate by which they are served."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import ResolverMatch, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import Image
from wagtail.models import Collection

from raekoda.platform.core.files import PICTURE_TYPES, UnsafeFile, document_type, prepare_image
from raekoda.platform.core.models import Municipality

UNKNOWN = "application/octet-stream"
SHOWN_IN_PAGE = frozenset({"application/pdf", *PICTURE_TYPES.values()})
PICTURE_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
DAY_SECONDS = 86_400


class PublishedDocument(AbstractDocument):
    """A published file of a kind that we take, by its content: PDF, office documents, text, signed containers, pictures. Rights
    over it are those over Wagtail's own model (``wagtaildocs``)."""

    kind = models.CharField(max_length=100, default=UNKNOWN, editable=False, help_text="Media type by the content.")
    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        pass

    def clean(self) -> None:
        super().clean()
        if self._has_new_file() and not self._examine():
            raise ValidationError(
                {
                    "file": _(
                        "This kind of file is not published. PDF, office documents, text, pictures, containers are."
                    )
                }
            )

    def save(self, *args: Any, **options: Any) -> None:
        if self._has_new_file():
            self._examine()
        super().save(*args, **options)

    def _has_new_file(self) -> bool:
        file: Any = self.file
        return bool(file) and not file._committed

    def _examine(self) -> bool:
        """Set the kind by the content; a picture is drawn anew. False for a kind that is not taken."""
        file: Any = self.file
        file.seek(0)
        content: bytes = file.read()
        file.seek(0)
        if content.startswith(PICTURE_BEGINNINGS):
            return self._draw(content, str(file.name))
        self.kind = document_type(content, str(file.name)) or UNKNOWN
        return self.kind != UNKNOWN

    def _draw(self, content: bytes, name: str) -> bool:
        try:
            drawn = prepare_image(ContentFile(content, name))
        except UnsafeFile:
            self.kind = UNKNOWN
            return False
        self.file, self.kind = ContentFile(drawn.content, drawn.name), drawn.content_type
        return True

    @property
    def content_type(self) -> str:
        return self.kind

    @property
    def content_disposition(self) -> str:
        """ "inline" for PDF and pictures, else a download."""
        return "inline" if self.kind in SHOWN_IN_PAGE else "attachment"


def is_of(municipality: Municipality | None, collection: Collection) -> bool:
    """Whether the collection is the municipality's own, or within it."""
    from raekoda.publishing.website.middleware import website_of

    website = website_of(municipality) if municipality is not None else None
    return website is not None and collection.path.startswith(website.collection.path)


DOCUMENT_PAGES = frozenset({"wagtaildocs", "wagtaildocs_chooser"})
PICTURE_PAGES = frozenset({"wagtailimages", "wagtailimages_chooser"})


def names_file_of_others(match: ResolverMatch, municipality: Municipality) -> bool:
    """Whether a page of Wagtail's admin is about a document or a picture of another municipality."""
    if match.namespace not in DOCUMENT_PAGES | PICTURE_PAGES or any("uploaded" in name for name in match.kwargs):
        return False
    key = next((each for each in (*match.args, *match.kwargs.values()) if str(each).isdecimal()), None)
    if key is None:
        return False
    model = PublishedDocument if match.namespace in DOCUMENT_PAGES else Image
    found = model._base_manager.select_related("collection").filter(pk=key).first()
    return found is not None and not is_of(municipality, found.collection)


def only_own(document: PublishedDocument, request: HttpRequest) -> None:
    """Raises ``Http404`` for a document of another municipality than that of the host."""
    if not is_of(getattr(request, "municipality", None), document.collection):
        raise Http404


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A rendition of a picture, on the host of its own municipality."""
    renditions = Image.get_rendition_model()._base_manager.select_related("image__collection")
    found = get_object_or_404(renditions, file=f"images/{name}")
    if not is_of(getattr(request, "municipality", None), found.image.collection):
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, content_type=_picture_type(content))
    response["Cache-Control"] = f"public, max-age={DAY_SECONDS}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _picture_type(file: Any) -> str:
    beginning = file.read(12)
    file.seek(0)
    kinds = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"GIF8": "image/gif", b"RIFF": "image/webp"}
    return next((kind for signature, kind in kinds.items() if beginning.startswith(signature)), UNKNOWN)


urlpatterns = [path("failid/images/<path:name>", picture, name="picture")]
