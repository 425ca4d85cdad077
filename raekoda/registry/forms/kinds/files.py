"""Attachments. Stored ones are identified by reference; uploads are made safe by ``core.files`` and stored by the caller."""

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
from raekoda.platform.core.uploads import require_space
from raekoda.registry.forms.kinds.base import Kind

if TYPE_CHECKING:
    from raekoda.registry.forms.definition import Field

DEFAULT_COUNT, MAX_COUNT = 5, 30
MEGABYTE = 1024 * 1024
PICTURES = frozenset(PICTURE_TYPES.values())
PDF = frozenset({"application/pdf"})
SIGNED = frozenset(
    content_type
    for content_type in DOCUMENTS
    if "asic" in content_type or content_type in ("application/x-ddoc", "application/pkcs7-mime")
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
    """Stored as a list of ``{"ref", "name", "size", "type"}``, see :func:`file_answer`."""

    name = "file"
    label = gettext_lazy("Attachment")
    icon = "paperclip"
    settings = {"types": "names", "max_count": "whole", "max_mb": "whole"}
    operators = ("filled", "empty")

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        if not raw:
            return None
        if not isinstance(raw, list) or not all(is_stored_file(file) for file in raw):
            raise ValidationError(_("Please add the files again."))
        return raw

    def problems(self, field: Field, value: Any, today: date) -> Iterator[str]:
        yield from self.too_many(field, len(value))

    def too_many(self, field: Field, count: int) -> Iterator[str]:
        most = file_limit(field)
        if count > most:
            yield ngettext("Only %(most)s file can be added.", "Up to %(most)s files can be added.", most) % {
                "most": most
            }

    def prepare(self, field: Field, upload: Any) -> PreparedFile:
        """Make an upload safe. Raises ``ValidationError`` with the file's name and the reason."""
        name = str(getattr(upload, "name", ""))[:100]
        largest = size_limit(field)
        try:
            if (getattr(upload, "size", 0) or 0) > largest:
                raise UnsafeFile(_("The file is too large: at most %(size)s.") % {"size": filesizeformat(largest)})
            require_space()
            prepared = prepare_attachment(upload)
            if prepared.content_type not in allowed_types(field):
                kinds = ", ".join(str(TYPES[file_type][0]) for file_type in get_file_types(field))
                raise UnsafeFile(_("Only these can be added here: %(kinds)s.") % {"kinds": kinds})
        except UnsafeFile as error:
            raise ValidationError(f"{name}: {error}") from error
        return prepared

    def display(self, field: Field, value: Any) -> str:
        if not isinstance(value, list):
            return str(value)
        return ", ".join(file["name"] for file in value if is_stored_file(file))

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
        return {"type": "array", "items": file, "maxItems": file_limit(field)}


class FilesInput(forms.ClearableFileInput):
    """The stored files, each with a checkbox for removing it, and an input for more."""

    template_name = "forms/widgets/files.html"
    allow_multiple_selected = True

    def __init__(self, field: Field) -> None:
        self.field = field
        self.stored: list[dict[str, Any]] = []
        self.new: list[PreparedFile] = []
        self.removed_refs: list[str] = []
        super().__init__({"accept": ",".join(TYPES[file_type][2] for file_type in get_file_types(field))})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The uploads; references of files to be removed are set for :class:`FilesField`."""
        get = getattr(data, "getlist", None)
        self.removed_refs = get(f"{name}-remove") if get else list(data.get(f"{name}-remove", []))
        uploads = files.getlist(name) if hasattr(files, "getlist") else (files or {}).get(name, [])
        return list(uploads) if isinstance(uploads, (list, tuple)) else [uploads]

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["widget"]["stored"] = [
            {**file, "is_removed": file.get("ref") in self.removed_refs} for file in self.stored
        ]
        context["widget"]["new"] = self.new
        context["widget"]["most"] = file_limit(self.field)
        context["widget"]["limits"] = _("%(kinds)s, up to %(count)s, each up to %(size)s") % {
            "kinds": ", ".join(str(TYPES[file_type][0]) for file_type in get_file_types(self.field)),
            "count": file_limit(self.field),
            "size": filesizeformat(size_limit(self.field)),
        }
        return context


def file_answer(ref: str, prepared: PreparedFile) -> dict[str, Any]:
    """The answer for a stored file."""
    return {"ref": ref, "name": prepared.name, "size": len(prepared.content), "type": prepared.content_type}


def is_stored_file(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("ref"), str) and isinstance(value.get("name"), str)


def get_file_types(field: Field) -> list[str]:
    """The allowed kinds of files; pictures and PDF by default."""
    return [file_type for file_type in field.get("types", ()) if file_type in TYPES] or ["pictures", "pdf"]


def allowed_types(field: Field) -> set[str]:
    return {content_type for file_type in get_file_types(field) for content_type in TYPES[file_type][1]}


def file_limit(field: Field) -> int:
    return min(field.get("max_count") or DEFAULT_COUNT, MAX_COUNT)


def size_limit(field: Field) -> int:
    """The maximum size of a file in bytes."""
    most: int = settings.RAEKODA_MAX_PHOTO_BYTES
    return min(field.get("max_mb") * MEGABYTE, most) if field.get("max_mb") else most
