"""Columns in three languages (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from raekoda.selfservice.bookings.models import Group, OpeningException, Resource


@register(Resource)
class ResourceTranslation(TranslationOptions):
    fields = ("name", "description", "terms", "photo_words")
    required_languages = {"et": ("name",)}


@register(Group)
class GroupTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = {"et": ("name",)}


@register(OpeningException)
class ExceptionTranslation(TranslationOptions):
    fields = ("words",)
