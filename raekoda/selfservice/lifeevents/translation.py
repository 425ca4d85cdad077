"""Columns in three languages (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from raekoda.selfservice.lifeevents.models import LifeEvent, Question, Step


@register(LifeEvent)
class LifeEventTranslation(TranslationOptions):
    fields = ("title", "summary")
    required_languages = {"et": ("title",)}


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("text", "help", "answers")
    required_languages = {"et": ("text",)}


@register(Step)
class StepTranslation(TranslationOptions):
    fields = ("title", "what", "where", "until")
    required_languages = {"et": ("title",)}
