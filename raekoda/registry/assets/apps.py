from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "raekoda.registry.assets"
    label = "assets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.registry.assets import plugins  # noqa: F401
