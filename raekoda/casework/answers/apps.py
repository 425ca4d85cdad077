from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "raekoda.casework.answers"
    label = "answers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.casework.answers import plugins  # noqa: F401
