"""The forms for residents: a report or a question step by step, a reply, a rating, following."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from raekoda.casework.cases.models import Kind
from raekoda.platform.core.fields import Point
from raekoda.platform.core.forms import PhotosField, PhotosInput, RatingInput
from raekoda.registry.services.models import Service

LONGEST_TEXT = 5000
SOMETHING_ELSE = "else"
SATISFACTION = [
    (1, gettext_lazy("not at all satisfied")),
    (2, gettext_lazy("rather not satisfied")),
    (3, gettext_lazy("cannot say")),
    (4, gettext_lazy("rather satisfied")),
    (5, gettext_lazy("very satisfied")),
]
FILE_TYPES = "image/jpeg,image/png,image/webp,image/heic,.pdf,.docx,.xlsx,.odt,.ods,.txt"


def text_field(label: Any, *, rows: int = 6, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A field for a long text."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": gettext_lazy("Please write a few words.")},
    )


class FilesInput(PhotosInput):
    """Several photos or documents."""

    template_name = "cases/site/widgets/files.html"


def uploads_field(label: Any, **options: Any) -> PhotosField:
    """A field for uploads. It accepts empty files: each file is checked later by itself, so that the others are saved."""
    return PhotosField(label=label, required=False, most=settings.RAEKODA_MAX_PHOTOS, allow_empty_file=True, **options)


def files_field(label: Any) -> PhotosField:
    """A field for files of the types that officials can open."""
    return uploads_field(label, widget=FilesInput({"accept": FILE_TYPES}, most=settings.RAEKODA_MAX_PHOTOS))


class ReportTextForm(forms.Form):
    """The text of a report, with photos."""

    text = text_field(
        gettext_lazy("What is wrong?"),
        rows=4,
        help_text=gettext_lazy("In your own words. For example: the street light is out."),
    )
    photos = uploads_field(gettext_lazy("Photos"))


class QuestionTextForm(forms.Form):
    """A question or message to the municipality, with files."""

    text = text_field(gettext_lazy("Your question or message"), rows=7)
    photos = files_field(gettext_lazy("Files"))


class PlaceForm(forms.Form):
    """A place: a pin, an address, or both."""

    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    address = forms.CharField(
        label=gettext_lazy("Address or description of the place"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].hide_optional = True  # type: ignore[attr-defined]

    @property
    def point(self) -> Point | None:
        """The chosen pin, if there is one."""
        lon, lat = self.cleaned_data.get("lon"), self.cleaned_data.get("lat")
        return Point(lon, lat) if lon is not None and lat is not None else None


class SubjectForm(forms.Form):
    """The service that a report is about: the likely ones first, "something else" last."""

    service = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one. “Something else” will do.")},
    )

    def __init__(self, *args: Any, services: Sequence[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = {str(service.pk): service for service in services}
        named = [(key, service.name) for key, service in self.services.items()]
        self.fields["service"].choices = [*named, (SOMETHING_ELSE, _("Something else, or I do not know"))]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Service | None:
        """The chosen service; None for "something else"."""
        return self.services.get(self.cleaned_data["service"])


class AttributesForm(forms.Form):
    """A service's own questions, built from its Open311 attributes (code, datatype, description, required, values)."""

    def __init__(self, *args: Any, attributes: Iterable[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for attribute in attributes:
            if attribute.get("variable", True):
                self.fields[str(attribute["code"])] = attribute_field(attribute)


def attribute_field(attribute: dict[str, Any]) -> forms.Field:
    """The form field of one Open311 attribute; a line of text for unknown data types."""
    options: dict[str, Any] = {
        "label": attribute.get("description") or attribute["code"],
        "required": bool(attribute.get("required")),
        "help_text": attribute.get("datatype_description") or "",
    }
    values = [(str(value["key"]), value.get("name") or value["key"]) for value in attribute.get("values") or []]
    match attribute.get("datatype"):
        case "number":
            return forms.FloatField(**options)
        case "datetime":
            return forms.DateTimeField(widget=forms.DateTimeInput({"type": "datetime-local"}), **options)
        case "text":
            return forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3}), **options)
        case "singlevaluelist":
            if not options["required"]:
                values.append(("", _("I do not know")))
            return forms.ChoiceField(choices=values, widget=forms.RadioSelect, **options)
        case "multivaluelist":
            return forms.MultipleChoiceField(choices=values, widget=forms.CheckboxSelectMultiple, **options)
    return forms.CharField(max_length=200, **options)


KIND_CHOICES = [
    (
        Kind.ENQUIRY,
        gettext_lazy("I want an explanation or an answer"),
        gettext_lazy("For example: when will our street be repaired?"),
    ),
    (
        Kind.MEMO,
        gettext_lazy("I want to propose something or let you know"),
        gettext_lazy("For example: please add a bench at the bus stop."),
    ),
    (
        Kind.INFORMATION_REQUEST,
        gettext_lazy("I want a document or data that the municipality holds"),
        gettext_lazy("For example: a copy of a contract or an order."),
    ),
    (
        Kind.COMPLAINT,
        gettext_lazy("I am not satisfied with a decision or with how I was served"),
        gettext_lazy("Say what happened and what you expect."),
    ),
    (
        Kind.FEEDBACK,
        gettext_lazy("I want to thank or say what I think; I need no reply"),
        gettext_lazy("It is passed on to those it concerns."),
    ),
]


class ExpectationForm(forms.Form):
    """What the sender expects (which decides the kind of the case), and the topic."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you expect from us?"),
        widget=forms.RadioSelect,
        choices=[(kind.value, words) for kind, words, _example in KIND_CHOICES],
        error_messages={"required": gettext_lazy("Please choose what fits best.")},
    )
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Topic"),
        required=False,
        queryset=None,
        empty_label=gettext_lazy("I do not know"),
        help_text=gettext_lazy("Helps your message to reach the right official sooner."),
    )

    def __init__(self, *args: Any, topics: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    """How to reach the sender."""

    name = forms.CharField(
        label=gettext_lazy("Name"), required=False, max_length=160, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=gettext_lazy("You get a letter about every step."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "tel", "type": "tel", "inputmode": "tel"}),
    )

    @property
    def is_given(self) -> bool:
        """Whether a name, an e-mail address or a phone number was filled in."""
        return any(self.cleaned_data.get(name) for name in ("name", "email", "phone"))


class ReportContactForm(ContactForm):
    """The last step of a report; asks whether to publish it when the service's reports are public."""

    is_public = forms.BooleanField(label=gettext_lazy("Show my report on the public map"), required=False, initial=True)

    def __init__(self, *args: Any, may_be_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_public:
            del self.fields["is_public"]


class QuestionContactForm(ContactForm):
    """The last step of a question: the contact that the law requires, and whether the answer may be published."""

    may_publish = forms.BooleanField(
        label=gettext_lazy("The question and its answer may be published without my personal data"), required=False
    )

    def __init__(self, *args: Any, needs_reply: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_reply = needs_reply
        if needs_reply:
            self.fields["name"].required = True
            self.fields["email"].hide_optional = True  # type: ignore[attr-defined]
            self.fields["email"].help_text = _("E-mail or phone: without either the municipality cannot reply.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        reachable = cleaned.get("email") or cleaned.get("phone")
        if self.needs_reply and not reachable and "email" not in self.errors and "phone" not in self.errors:
            self.add_error("email", _("Please give an e-mail address or a phone number."))
        return cleaned


class ReplyForm(forms.Form):
    """The sender's reply to a question of the municipality."""

    use_required_attribute = False
    text = text_field(gettext_lazy("Your reply"), rows=5)
    photos = files_field(gettext_lazy("Files"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Files are a reply without words."""
        super().__init__(*args, **kwargs)
        if self.files.get("photos"):
            self.fields["text"].required = False


class RateForm(forms.Form):
    """The sender's satisfaction, on the state's scale of five."""

    score = forms.TypedChoiceField(
        label=gettext_lazy("How satisfied are you with how we handled this?"),
        choices=SATISFACTION,
        coerce=int,
        widget=RatingInput,
        error_messages={"required": gettext_lazy("Please choose one of the five.")},
    )
    comment = forms.CharField(
        label=pgettext_lazy("rating", "What should we know?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )


class ReopenForm(forms.Form):
    """Why the sender opens a closed case again."""

    reason = text_field(gettext_lazy("What is still unsolved?"), rows=4)


class FollowForm(forms.Form):
    """Subscription to e-mails about a public report."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"})
    )
