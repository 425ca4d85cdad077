from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "raekoda.registry.benefits"
    label = "benefits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.registry.benefits import plugins  # noqa: F401
