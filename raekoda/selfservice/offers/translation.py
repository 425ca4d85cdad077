"""Columns in three languages (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from raekoda.selfservice.offers.models import Purpose


@register(Purpose)
class PurposeTranslation(TranslationOptions):
    fields = ("name", "explanation")
    required_languages = {"et": ("name", "explanation")}
