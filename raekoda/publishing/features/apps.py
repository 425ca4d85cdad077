from django.apps import AppConfig


class FeaturesConfig(AppConfig):
    name = "raekoda.publishing.features"
    label = "features"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.publishing.features import plugins  # noqa: F401
