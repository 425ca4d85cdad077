"""Attachments. Kept ones are known by reference; what is new is made safe by ``core.files`` and stored by who asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raekoda.platform.core.files import DOCUMENTS, PICTURE_TYPES, PreparedFile, UnsafeFile, prepare_attachment
from raekoda.registry.forms.kinds.base import Kind

if TYPE_CHECKING:
    from raekoda.registry.forms.definition import Field

USUAL_COUNT, MOST_COUNT = 5, 30
MEGABYTE = 1024 * 1024
PICTURES = frozenset(PICTURE_TYPES.values())
PDF = frozenset({"application/pdf"})
SIGNED = frozenset(
    each for each in DOCUMENTS if "asic" in each or each in ("application/x-ddoc", "application/pkcs7-mime")
)
TYPES: dict[str, tuple[Any, frozenset[str], str]] = {
    "pictures": (gettext_lazy("pictures"), PICTURES, "image/jpeg,image/png,image/webp,image/heic"),
    "pdf": (gettext_lazy("PDF"), PDF, ".pdf"),
    "documents": (
        gettext_lazy("office documents"),
        frozenset(DOCUMENTS) - PDF - SIGNED,
        ".docx,.odt,.xlsx,.ods,.rtf,.txt",
    ),
    "signed": (gettext_lazy("digitally signed containers"), SIGNED, ".asice,.bdoc,.sce,.ddoc"),
}


class Files(Kind):
    """Kept as a list of ``{"ref", "name", "size", "type"}``, which whoever stores the files writes."""

    name = "file"
    words = gettext_lazy("Attachment")
    icon = "paperclip"
    settings = {"types": "names", "max_count": "whole", "max_mb": "whole"}
    operators = ("filled", "empty")

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        if not raw:
            return None
        if not isinstance(raw, list) or not all(is_kept_file(each) for each in raw):
            raise ValidationError(_("Please add the files again."))
        return raw

    def problems(self, field: Field, value: Any, today: date) -> Iterator[str]:
        yield from self.too_many(field, len(value))

    def too_many(self, field: Field, count: int) -> Iterator[str]:
        most = most_files(field)
        if count > most:
            yield ngettext("Only %(most)s file can be added.", "Up to %(most)s files can be added.", most) % {
                "most": most
            }

    def prepare(self, field: Field, upload: Any) -> PreparedFile:
        """An upload made safe. Raises ``ValidationError`` with the file's name and what is wrong with it."""
        name = str(getattr(upload, "name", ""))[:100]
        largest = largest_file(field)
        try:
            if (getattr(upload, "size", 0) or 0) > largest:
                raise UnsafeFile(_("The file is too large: at most %(size)s.") % {"size": filesizeformat(largest)})
            prepared = prepare_attachment(upload)
            if prepared.content_type not in allowed_types(field):
                words = {"kinds": ", ".join(str(TYPES[each][0]) for each in types_of(field))}
                raise UnsafeFile(_("Only these can be added here: %(kinds)s.") % words)
        except UnsafeFile as refusal:
            raise ValidationError(f"{name}: {refusal}") from refusal
        return prepared

    def show(self, field: Field, value: Any) -> str:
        if not isinstance(value, list):
            return str(value)
        return ", ".join(each["name"] for each in value if is_kept_file(each))

    def widget(self, field: Field) -> forms.Widget:
        return FilesInput(field)

    def schema(self, field: Field) -> dict[str, Any]:
        file = {
            "type": "object",
            "properties": {
                "ref": {"type": "string"},
                "name": {"type": "string"},
                "size": {"type": "integer"},
                "type": {"type": "string"},
            },
            "required": ["ref", "name"],
        }
        return {"type": "array", "items": file, "maxItems": most_files(field)}


class FilesInput(forms.ClearableFileInput):
    """Files kept before, each with a tick to take it away, and an input for more."""

    template_name = "forms/widgets/files.html"
    allow_multiple_selected = True

    def __init__(self, field: Field) -> None:
        self.field = field
        self.kept: list[dict[str, Any]] = []
        self.new: list[PreparedFile] = []
        self.taken_away: list[str] = []
        super().__init__({"accept": ",".join(TYPES[each][2] for each in types_of(field))})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The uploads; what was ticked to be taken away is remembered for :class:`AnswerField`."""
        get = getattr(data, "getlist", None)
        self.taken_away = get(f"{name}-remove") if get else list(data.get(f"{name}-remove", []))
        uploads = files.getlist(name) if hasattr(files, "getlist") else (files or {}).get(name, [])
        return list(uploads) if isinstance(uploads, (list, tuple)) else [uploads]

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["widget"]["kept"] = [
            {**each, "is_taken_away": each.get("ref") in self.taken_away} for each in self.kept
        ]
        context["widget"]["new"] = self.new
        context["widget"]["most"] = most_files(self.field)
        context["widget"]["limits"] = _("%(kinds)s, up to %(count)s, each up to %(size)s") % {
            "kinds": ", ".join(str(TYPES[each][0]) for each in types_of(self.field)),
            "count": most_files(self.field),
            "size": filesizeformat(largest_file(self.field)),
        }
        return context


def file_answer(ref: str, prepared: PreparedFile) -> dict[str, Any]:
    """How a stored file stands in the answers."""
    return {"ref": ref, "name": prepared.name, "size": len(prepared.content), "type": prepared.content_type}


def is_kept_file(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("ref"), str) and isinstance(value.get("name"), str)


def types_of(field: Field) -> list[str]:
    """The kinds of files that may be added; pictures and PDF unless the form says otherwise."""
    return [each for each in field.get("types", ()) if each in TYPES] or ["pictures", "pdf"]


def allowed_types(field: Field) -> set[str]:
    return {content_type for each in types_of(field) for content_type in TYPES[each][1]}


def most_files(field: Field) -> int:
    return min(field.get("max_count") or USUAL_COUNT, MOST_COUNT)


def largest_file(field: Field) -> int:
    """In bytes."""
    most: int = settings.RAEKODA_MAX_PHOTO_BYTES
    return min(field.get("max_mb") * MEGABYTE, most) if field.get("max_mb") else most
