from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "raekoda.identity.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.identity.registers import plugins  # noqa: F401
