"""Translated fields (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from raekoda.channels.notices.models import Notice


@register(Notice)
class NoticeTranslation(TranslationOptions):
    fields = ("title", "text")
    required_languages = {"et": ("title", "text")}
