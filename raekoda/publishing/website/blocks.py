"""The parts a page of text is made of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

RICH_TEXT = ["bold", "italic", "h3", "ol", "ul", "link", "document-link", "hr"]


class HeadingBlock(blocks.CharBlock):
    """A heading of the second level."""

    class Meta:
        icon = "title"
        label = _("heading")
        template = "website/blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    """Running text with links and lists."""

    class Meta:
        icon = "pilcrow"
        label = _("text")
        template = "website/blocks/text.html"


class PictureBlock(blocks.StructBlock):
    """A picture with its description for those who do not see it, and a caption."""

    image = ImageBlock(label=_("image"))
    caption = blocks.CharBlock(label=_("caption"), required=False)

    class Meta:
        icon = "image"
        label = _("picture")
        template = "website/blocks/picture.html"


class CallOutBlock(blocks.StructBlock):
    """A short text set apart."""

    tone = blocks.ChoiceBlock(
        label=_("tone"),
        choices=[("info", _("note")), ("success", _("good to know")), ("warning", _("attention"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("title"), required=False)
    text = blocks.RichTextBlock(label=_("text"), features=["bold", "link", "ul"])

    class Meta:
        icon = "info-circle"
        label = _("call-out")
        template = "website/blocks/call_out.html"


class FoldBlock(blocks.StructBlock):
    """One question of an accordion with what unfolds under it."""

    title = blocks.CharBlock(label=_("title"))
    text = blocks.RichTextBlock(label=_("text"), features=RICH_TEXT)


class ContactBlock(blocks.StructBlock):
    """A person or an office that can be reached."""

    name = blocks.CharBlock(label=_("name"))
    role = blocks.CharBlock(label=_("job or what it deals with"), required=False)
    phone = blocks.CharBlock(label=_("phone"), required=False)
    email = blocks.EmailBlock(label=_("e-mail"), required=False)
    address = blocks.CharBlock(label=_("address"), required=False)
    hours = blocks.CharBlock(label=_("opening hours"), required=False)

    class Meta:
        icon = "user"
        label = _("contact card")
        template = "website/blocks/contact.html"


class MunicipalityContactBlock(blocks.StaticBlock):
    """The municipality's own contacts, from its settings."""

    class Meta:
        icon = "home"
        label = _("contacts of the municipality")
        admin_text = _("Shows the phone, e-mail and address of the municipality's settings.")
        template = "website/blocks/municipality_contact.html"


class UnitsBlock(blocks.StaticBlock):
    """The units of the municipality with their contacts, straight from the register."""

    class Meta:
        icon = "group"
        label = _("units and their contacts")
        admin_text = _("Shows the units in use with their phone and e-mail.")
        template = "website/blocks/units.html"


class BodyBlock(blocks.StreamBlock):
    """Everything a page of text may hold, in the editor's order."""

    heading = HeadingBlock()
    text = TextBlock(features=RICH_TEXT)
    picture = PictureBlock()
    call_out = CallOutBlock()
    accordion = blocks.ListBlock(
        FoldBlock(), icon="list-ul", label=_("accordion"), template="website/blocks/accordion.html"
    )
    contact = ContactBlock()
    municipality_contact = MunicipalityContactBlock()
    units = UnitsBlock()
    documents = blocks.ListBlock(
        DocumentChooserBlock(), icon="doc-full", label=_("documents"), template="website/blocks/documents.html"
    )
