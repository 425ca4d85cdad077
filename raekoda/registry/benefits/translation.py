"""Columns in three languages (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from raekoda.registry.benefits.models import Benefit, BenefitRule


@register(Benefit)
class BenefitTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = {"et": ("name",)}


@register(BenefitRule)
class BenefitRuleTranslation(TranslationOptions):
    fields = ("note",)
