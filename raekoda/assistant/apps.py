from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "raekoda.assistant"
    label = "assistant"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.assistant import permissions, tasks  # noqa: F401
        from raekoda.assistant.gaps import actions  # noqa: F401
        from raekoda.assistant.gaps import tasks as gap_tasks  # noqa: F401
