"""Translated fields (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from raekoda.channels.calls.models import WrapUpCode


@register(WrapUpCode)
class WrapUpCodeTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = {"et": ("name",)}
