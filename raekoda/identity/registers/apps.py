from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "raekoda.identity.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.identity.registers import handlers, keeping, permissions, words

        assert permissions
        handlers.listen()
        words.register()
        keeping.register()
