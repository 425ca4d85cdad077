"""Columns in three languages (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from raekoda.services.models import Service, Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name", "description")


@register(Service)
class ServiceTranslation(TranslationOptions):
    fields = (
        "name", "summary", "description", "audience", "how_to", "requirements", "evidence", "outcome", "fee",
        "duration", "place", "contact", "words",
    )
