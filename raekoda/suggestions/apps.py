from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    name = "raekoda.suggestions"
    label = "suggestions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.suggestions import handlers, panels, permissions  # noqa: F401

        panels.register()
