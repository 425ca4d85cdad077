from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "raekoda.casework.assistant"
    label = "assistant"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.casework.assistant import plugins  # noqa: F401
