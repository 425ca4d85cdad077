from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ServicesConfig(AppConfig):
    name = "raekoda.registry.services"
    label = "services"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.registry.services import approval, permissions, publishing  # noqa: F401
        from raekoda.registry.services.admin.forms import register_fields

        approval.register_policies()
        register_fields()
        post_migrate.connect(approval.ensure_workflow, sender=self)
