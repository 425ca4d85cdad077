"""Pictures that editors upload: those of telephones too."""

from __future__ import annotations

import io

import pillow_heif
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture
from wagtail.images.fields import WagtailImageField
from wagtail.images.models import Image

from raekoda.platform.core.models import Municipality


def photo() -> bytes:
    """A picture as telephones save them."""
    output = io.BytesIO()
    pillow_heif.from_pillow(Picture.new("RGB", (64, 48), "red")).save(output)
    return output.getvalue()


def test_heic_is_taken_and_shown_as_jpeg(tartu: Municipality) -> None:
    uploaded = WagtailImageField().clean(SimpleUploadedFile("IMG_0001.HEIC", photo(), "image/heic"))
    assert uploaded.image.format_name == "heic"
    image = Image.objects.create(title="Foto", file=ImageFile(io.BytesIO(photo()), "IMG_0001.heic"))
    assert (image.width, image.height) == (64, 48)
    rendition = image.get_rendition("width-32")
    assert rendition.file.name.endswith(".jpg")
    assert Picture.open(rendition.file.open()).format == "JPEG"
