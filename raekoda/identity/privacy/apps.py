from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "raekoda.identity.privacy"
    label = "rights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.identity.privacy import plugins  # noqa: F401
