from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "raekoda.publishing.website"
    label = "website"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.publishing.website import plugins  # noqa: F401
