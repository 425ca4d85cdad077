from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "raekoda.casework.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.casework.cases import plugins  # noqa: F401
