"""Files from strangers: photos turned upright and freed of their place, everything else refused or kept as a download."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from raekoda.platform.core import files
from raekoda.platform.core.aside import Child
from raekoda.platform.core.files import (
    PreparedFile,
    UnsafeFile,
    clean_name,
    document_type,
    pixels_together,
    prepare_attachment,
    prepare_image,
    serve,
)
from tests.shared_data import shared

SAMPLES = ("images", "exif-samples", "jpg")


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(form: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    output = io.BytesIO()
    Image.new(mode, size, "red").save(output, form, **options)
    return output.getvalue()


def opened(prepared: PreparedFile) -> Image.Image:
    image = Image.open(io.BytesIO(prepared.content))
    image.load()
    return image


def taken_or_refused(prepare: Callable[[Any], PreparedFile], content: bytes) -> PreparedFile | None:
    try:
        return prepare(io.BytesIO(content))
    except UnsafeFile:
        return None


def zipped(**members: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return output.getvalue()


def png_of_claimed_size(width: int, height: int) -> bytes:
    """A few bytes that say they are a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_keeps_its_form_and_gets_a_thumbnail(form: str) -> None:
    prepared = prepare_image(upload(picture(form, (1200, 800)), "auk teel.bin"))
    assert opened(prepared).format == form
    assert (prepared.width, prepared.height) == (1200, 800)
    assert prepared.name.startswith("auk teel.")
    assert Image.open(io.BytesIO(prepared.thumbnail or b"")).size == (480, 320)


def test_a_huge_photo_is_made_smaller() -> None:
    prepared = prepare_image(upload(picture("JPEG", (6000, 3000))))
    assert (prepared.width, prepared.height) == (2560, 1280)


def test_heic_becomes_jpeg() -> None:
    pytest.importorskip("pillow_heif").register_heif_opener()
    prepared = prepare_image(upload(picture("HEIF"), "IMG_1.HEIC"))
    assert (prepared.content_type, prepared.name) == ("image/jpeg", "IMG_1.jpg")


def test_only_the_first_frame_of_a_moving_picture_is_kept() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    output = io.BytesIO()
    frames[0].save(output, "GIF", save_all=True, append_images=frames[1:])
    image = opened(prepare_image(upload(output.getvalue())))
    assert image.format == "PNG"
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def test_transparency_stays_and_colours_are_the_screen_s() -> None:
    assert opened(prepare_image(upload(picture("PNG", mode="RGBA")))).mode == "RGBA"
    assert opened(prepare_image(upload(picture("JPEG", mode="CMYK")))).mode == "RGB"
    assert opened(prepare_image(upload(picture("PNG", mode="1")))).mode == "RGB"


def test_location_and_everything_else_about_the_camera_is_gone() -> None:
    for path in sorted(shared(*SAMPLES, "gps").glob("*.jpg")):
        assert Image.open(path).getexif().get_ifd(0x8825), path.name
        image = opened(prepare_image(io.BytesIO(path.read_bytes())))
        assert not image.getexif(), path.name
        assert {"exif", "icc_profile", "xmp", "comment", "photoshop"}.isdisjoint(image.info), path.name


def test_xmp_is_gone() -> None:
    for path in sorted(shared(*SAMPLES, "xmp").glob("*.jpg")):
        assert b"ns.adobe.com" in path.read_bytes(), path.name
        assert b"ns.adobe.com" not in prepare_image(io.BytesIO(path.read_bytes())).content, path.name


@pytest.mark.parametrize("shape", ["portrait", "landscape"])
def test_a_photo_stands_upright_however_the_camera_was_held(shape: str) -> None:
    folder = shared(*SAMPLES, "orientation")
    upright = small_grey(folder / f"{shape}_1.jpg")
    for held in range(2, 9):
        turned = small_grey(folder / f"{shape}_{held}.jpg")
        difference = sum(abs(a - b) for a, b in zip(upright, turned, strict=True)) / len(upright)
        assert difference < 8, f"{shape}_{held}"


def small_grey(path: Path) -> bytes:
    image = opened(prepare_image(io.BytesIO(path.read_bytes())))
    assert not image.getexif()
    assert (image.width > image.height) == path.name.startswith("landscape")
    return image.convert("L").resize((24, 24)).tobytes()


def test_broken_camera_data_never_crash() -> None:
    for path in sorted(shared(*SAMPLES, "invalid").glob("*.jpg")):
        prepared = taken_or_refused(prepare_image, path.read_bytes())
        assert prepared is None or not opened(prepared).getexif(), path.name


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_photo_cut_off_in_transfer_is_refused_at_any_place(form: str) -> None:
    noise = Image.effect_noise((200, 200), 90)
    output = io.BytesIO()
    noise.save(output, form)
    whole = output.getvalue()
    for share in (0.02, 0.1, 0.3, 0.6):
        with pytest.raises(UnsafeFile):
            prepare_image(upload(whole[: int(len(whole) * share)]))


@pytest.mark.parametrize("size", [(20_000, 20_000), (8_000, 8_000), (65_000, 65_000)])
def test_decompression_bombs_are_refused_before_they_unfold(size: tuple[int, int]) -> None:
    for prepare in (prepare_image, prepare_attachment):
        with pytest.raises(UnsafeFile, match=r"pixels|mõõt|пиксел"):
            prepare(upload(png_of_claimed_size(*size), "bomb.png"))


def test_empty_and_oversize_files_are_refused(settings: Any) -> None:
    settings.RAEKODA_MAX_PHOTO_BYTES = 10_000
    for prepare in (prepare_image, prepare_attachment):
        with pytest.raises(UnsafeFile):
            prepare(upload(b""))
        with pytest.raises(UnsafeFile):
            prepare(upload(b"a" * 10_001))
    assert prepare_attachment(upload(b"a" * 10_000, "a.txt")).content_type == "text/plain"


ACTIVE = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "svg after a declaration": b'<?xml version="1.0"?><svg/>',
    "html": b"<!DOCTYPE html><script>alert(1)</script>",
    "html after a comment": b"  <!-- hello -->\n<script>alert(1)</script>",
    "html after a byte order mark": b"\xef\xbb\xbf<html>",
    "program": b"MZ\x90\x00\x03\x00\x00\x00",
    "program of another kind": b"\x7fELF\x02\x01\x01\x00",
    "binary": bytes(range(256)),
    "archive": zipped(note=b"x"),
    "broken archive": b"PK\x03\x04 and nothing more",
    "office file with macros": zipped(
        **{"[Content_Types].xml": b"x", "word__document.xml": b"x", "word__vbaProject.bin": b"x"}
    ),
    "old office file of unknown kind": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100,
}


@pytest.mark.parametrize("kind", ACTIVE)
@pytest.mark.parametrize("name", ["x.jpg", "x.pdf", "x.txt"])
def test_whatever_could_act_is_refused_whatever_its_name(kind: str, name: str) -> None:
    for prepare in (prepare_image, prepare_attachment):
        with pytest.raises(UnsafeFile):
            prepare(upload(ACTIVE[kind], name))


def test_a_picture_with_a_page_hidden_in_it_loses_the_page() -> None:
    hidden = b"<script>alert('hello')</script>" + zipped(a=b"b")
    prepared = prepare_image(upload(picture("JPEG", comment=hidden) + hidden, "x.html"))
    assert b"<script>" not in prepared.content
    assert b"PK\x03\x04" not in prepared.content
    assert prepared.name == "x.jpg"


DOCUMENTS = {
    "application/pdf": b"%PDF-1.7\n%abc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": zipped(
        **{"[Content_Types].xml": b"x", "word__document.xml": b"x"}
    ),
    "application/vnd.oasis.opendocument.text": zipped(mimetype=b"application/vnd.oasis.opendocument.text", a=b"x"),
    "application/vnd.etsi.asic-e+zip": zipped(mimetype=b"application/vnd.etsi.asic-e+zip", a=b"x"),
    "application/rtf": b"{\\rtf1 x}",
    "text/plain": "Tere, õues on pime.\n".encode(),
}


@pytest.mark.parametrize("content_type", DOCUMENTS)
def test_documents_are_kept_as_they_are_and_only_downloaded(content_type: str) -> None:
    prepared = prepare_attachment(upload(DOCUMENTS[content_type], "../../etc/kiri.xyz"))
    assert (prepared.content, prepared.content_type, prepared.thumbnail) == (
        DOCUMENTS[content_type],
        content_type,
        None,
    )
    response = serve(io.BytesIO(prepared.content), name=prepared.name, content_type=prepared.content_type)
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "/" not in prepared.name
    with pytest.raises(UnsafeFile):
        prepare_image(upload(DOCUMENTS[content_type]))


def test_our_own_pictures_are_shown_in_the_page() -> None:
    prepared = prepare_attachment(upload(picture("JPEG")))
    response = serve(io.BytesIO(prepared.content), name=prepared.name, content_type=prepared.content_type)
    assert response["Content-Disposition"].startswith("inline")
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\me\\auk.JPG", "auk.jpg"),
        ("gpj.exe\u202egnp.jpg", "gpj.exegnp.jpg"),
        ("a\x00b\r\nc.jpg", "abc.jpg"),
        ("...", "file.jpg"),
        (".htaccess", "file.jpg"),
        ("", "file.jpg"),
        ("Täna õhtul läks pimedaks.jpeg", "Täna õhtul läks pimedaks.jpg"),
    ],
)
def test_names_are_cleaned(given: str, shown: str) -> None:
    from django.utils.translation import override

    with override("en"):
        assert clean_name(given, ".jpg") == shown


def test_no_naughty_name_gets_through() -> None:
    listed = sorted(shared("security", "blns").rglob("*.json"))
    names = [text for path in listed for text in json.loads(path.read_text(encoding="utf-8")) if isinstance(text, str)]
    assert len(names) > 400
    for name in names:
        shown = clean_name(name, ".jpg")
        assert shown.endswith(".jpg")
        assert len(shown) <= 100
        assert not set(shown) & set('/\\<>"\x00\r\n%')
        assert not shown.startswith(".")


def test_a_text_of_every_naughty_string_is_taken_or_refused_in_words() -> None:
    for path in sorted(shared("security", "blns").rglob("*.json")):
        for text in json.loads(path.read_text(encoding="utf-8")):
            if isinstance(text, str):
                prepared = taken_or_refused(prepare_attachment, text.encode("utf-8", "surrogatepass"))
                assert prepared is None or prepared.content_type == "text/plain"


def test_pictures_of_one_request_have_a_sum_of_pixels_known_before_decoding() -> None:
    """The first is found to be damaged when it is decoded; the others are not decoded any more."""
    reasons = []
    with pixels_together():
        for _ in range(3):
            with pytest.raises(UnsafeFile) as refused:
                prepare_image(upload(png_of_claimed_size(7000, 7000), "a.png"))
            reasons.append(str(refused.value))
    assert reasons[0] != reasons[1] == reasons[2]
    with pixels_together(), pytest.raises(UnsafeFile, match=re.escape(reasons[0])):
        prepare_image(upload(png_of_claimed_size(7000, 7000), "a.png"))


def test_five_pictures_of_a_phone_are_within_the_sum() -> None:
    photo = picture("JPEG", (4000, 3000))
    with pixels_together():
        assert [prepare_image(upload(photo)).width for _ in range(5)] == [2560] * 5


@pytest.mark.parametrize("count", [1, 23, 2_000])
def test_markup_after_any_number_of_comments_is_no_text(count: int) -> None:
    assert document_type(b"<!-- x -->" * count + b"\n<html>", "a.txt") is None
    assert document_type(b"<!---->" * count + b" words", "a.txt") == "text/plain"
    assert document_type(b"<!-- " * count, "a.txt") == "text/plain"


def test_a_picture_that_kills_its_decoder_is_refused_and_the_program_goes_on(monkeypatch) -> None:
    child = Child("tests.platform.core.children:dying", seconds=60)
    monkeypatch.setattr(files, "_painter", lambda: child)
    with pytest.raises(UnsafeFile):
        prepare_image(upload(picture("PNG")))
    monkeypatch.undo()
    assert prepare_image(upload(picture("PNG"))).width == 60


@pytest.mark.parametrize("before", [b"\r\n", b"\xef\xbb\xbf", b"HTTP/1.1 200 OK\r\n\r\n", b"\x00" * 128, b"x" * 900])
def test_a_pdf_may_have_bytes_before_it(before: bytes) -> None:
    prepared = prepare_attachment(upload(before + b"%PDF-1.7\n1 0 obj\n%%EOF\n", "otsus.pdf"))
    assert (prepared.content_type, prepared.name) == ("application/pdf", "otsus.pdf")


@pytest.mark.parametrize(
    "content",
    [b"x" * 2000 + b"%PDF-1.7\n%%EOF", b"<html>%PDF-1.7\n%%EOF", b"\x00\x01 %PDF-1.7 breaks off"],
)
def test_what_only_mentions_a_pdf_is_none(content: bytes) -> None:
    assert document_type(content, "a.pdf") != "application/pdf"


@pytest.mark.parametrize("coding", ["utf-8", "cp1257", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_estonian_text_in_any_code_page_can_be_attached(coding: str) -> None:
    content = "Tere!\r\nÕues on pime, palun pange lamp põlema. Öösel ei näe käia.\r\n".encode(coding)
    prepared = prepare_attachment(upload(content, "kiri.txt"))
    assert (prepared.content_type, prepared.name, prepared.content) == ("text/plain", "kiri.txt", content)


@pytest.mark.parametrize("coding", ["cp1251", "koi8-r"])
def test_russian_text_in_any_code_page_can_be_attached(coding: str) -> None:
    content = "Добрый день! На улице темно, фонарь не горит.".encode(coding)
    assert document_type(content, "kiri.txt") == "text/plain"


@pytest.mark.parametrize(
    "content",
    [
        "<html><script>alert(1)</script>".encode("utf-16"),
        bytes(range(128, 256)) * 20,
        "Tere\x07 õhtust".encode("cp1257"),
    ],
)
def test_pages_and_binaries_in_other_code_pages_are_no_text(content: bytes) -> None:
    assert document_type(content, "a.txt") is None


def test_names_have_no_direction_overrides() -> None:
    assert clean_name("arve\u202efdp.exe\u2066\u200b.pdf", ".pdf") == "arvefdp.exe.pdf"
