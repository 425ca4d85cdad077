"""Forms of layers and of file imports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from raekoda.platform.core.admin_forms import ScopedForm
from raekoda.registry.assets.importing.columns import Columns
from raekoda.registry.assets.importing.files import AssetFile

NAMES = {
    "id": gettext_lazy("Identifier"),
    "label": pgettext_lazy("of a thing", "Name"),
    "address": gettext_lazy("Address"),
    "x": gettext_lazy("First coordinate"),
    "y": gettext_lazy("Second coordinate"),
}


class LayerForm(ScopedForm):
    """A layer with its attributes; offers the current municipality's services only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "services" in self.fields:
            self.fields["services"].queryset = self.fields["services"].queryset.filter(takes_reports=True)


class FileForm(forms.Form):
    """A file of assets."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "GeoJSON or CSV, in WGS 84 or L-EST97. Nothing is written before you have seen what would happen."
        ),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,.csv,.txt,.tsv"}),
    )


class ColumnsForm(forms.Form):
    """The mapping of columns of the file."""

    def __init__(self, *args: Any, file: AssetFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file = file
        choices = [("", _("none")), *((header, header) for header in file.headers)]
        for name, label in NAMES.items():
            if file.is_table or name not in ("x", "y"):
                self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=name in ("x", "y"))

    @property
    def columns(self) -> Columns:
        """The selected columns."""
        return Columns.of(self.cleaned_data, self.file.headers)
