"""Columns in three languages (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from raekoda.registry.services.models import Channel, Service, Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name", "description")
    required_languages = {"et": ("name",)}


@register(Service)
class ServiceTranslation(TranslationOptions):
    fields = (
        "name",
        "summary",
        "description",
        "audience",
        "how_to",
        "requirements",
        "evidence",
        "outcome",
        "fee",
        "duration",
        "place",
        "contact",
        "words",
    )
    required_languages = {"et": ("name",)}


@register(Channel)
class ChannelTranslation(TranslationOptions):
    fields = ("name", "opening_hours")
