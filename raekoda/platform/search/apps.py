from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "raekoda.platform.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.platform.search import plugins  # noqa: F401
