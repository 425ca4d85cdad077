from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    name = "raekoda.casework.suggestions"
    label = "suggestions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.casework.suggestions import plugins  # noqa: F401
