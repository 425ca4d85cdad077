"""Forms as Designsystemet draws them: label, description, field and error tied together for every reader.

The renderer is set for the whole project, so ``{{ form }}`` and ``{{ form.field.as_field_group }}`` need nothing more.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

INPUT_CLASS = "ds-input"
UNSTYLED_WIDGETS = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.FileInput, forms.HiddenInput)


class BoundField(forms.BoundField):
    """Gives every input the design system's class and ties description, counter and error to it."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if not isinstance(widget, UNSTYLED_WIDGETS):
            css_class = attrs.get("class") or widget.attrs.get("class", "")
            attrs["class"] = f"{INPUT_CLASS} {css_class}".strip()
        return attrs

    @property
    def is_optional(self) -> bool:
        """Whether "(optional)" stands after the label: switches and choices of none speak for themselves."""
        return not self.field.required and not getattr(self.field, "hide_optional", False)

    @property
    def character_limit(self) -> int | None:
        """The number of characters that a long text may have, for the counter under it."""
        if isinstance(self.field.widget, forms.Textarea):
            return getattr(self.field, "max_length", None)
        return None

    @property
    def first_input_id(self) -> str:
        """Where a link of the error summary leads: the input itself, or the first of a group of choices."""
        if self.use_fieldset and self.auto_id:
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id


class Renderer(TemplatesSetting):
    """The project's form renderer (``FORM_RENDERER``)."""

    form_template_name = "ui/form/form.html"
    field_template_name = "ui/form/field.html"
    bound_field_class = BoundField


class RatingInput(forms.RadioSelect):
    """Five steps from very bad to very good, as radio buttons with words."""

    template_name = "ui/widgets/rating.html"


class SwitchInput(forms.CheckboxInput):
    """A checkbox that looks like a switch: for what takes effect, not for what is agreed to."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"role": "switch", **(attrs or {})})


class PhotosInput(forms.ClearableFileInput):
    """Several photos, from the camera or the album, with a preview of each before sending."""

    template_name = "ui/widgets/photos.html"
    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None, most: int = 5) -> None:
        self.most = most
        super().__init__({"accept": "image/jpeg,image/png,image/webp,image/heic", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["most"] = self.most
        return context


class PhotosField(forms.FileField):
    """Zero or more uploaded files as a list. Their content is checked by ``core.files``, not here."""

    def __init__(self, *, most: int = 5, **options: Any) -> None:
        options.setdefault("widget", PhotosInput(most=most))
        self.most = most
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The list of uploads. Raises ``ValidationError`` for a required field without any."""
        files = list(data) if isinstance(data, (list, tuple)) and data else [data or None]
        cleaned = [super(PhotosField, self).clean(each, initial) for each in files]
        return [each for each in cleaned if each]
