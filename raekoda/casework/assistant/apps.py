from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "raekoda.casework.assistant"
    label = "assistant"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.casework.assistant import permissions, tasks  # noqa: F401
        from raekoda.casework.assistant.gaps import actions  # noqa: F401
        from raekoda.casework.assistant.gaps import tasks as gap_tasks  # noqa: F401
