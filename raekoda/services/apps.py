from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ServicesConfig(AppConfig):
    name = "raekoda.services"
    label = "services"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.services import approval, permissions, publishing  # noqa: F401

        approval.register_policies()
        post_migrate.connect(approval.ensure_workflow, sender=self)
