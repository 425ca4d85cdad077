from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "raekoda.registry.benefits"
    label = "benefits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.registry.benefits import admin, permissions, site  # noqa: F401

        admin.register_policies()
