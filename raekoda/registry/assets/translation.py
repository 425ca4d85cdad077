"""Columns in three languages (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from raekoda.registry.assets.models import Layer, LayerField


@register(Layer)
class LayerTranslation(TranslationOptions):
    fields = ("name", "item_name", "description")
    required_languages = {"et": ("name", "item_name")}


@register(LayerField)
class LayerFieldTranslation(TranslationOptions):
    fields = ("label",)
    required_languages = {"et": ("label",)}
