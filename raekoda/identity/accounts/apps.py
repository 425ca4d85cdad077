from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "raekoda.identity.accounts"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        super().import_models()
        from raekoda.identity.accounts import invitation_models  # noqa: F401

    def ready(self) -> None:
        from raekoda.identity.accounts import plugins  # noqa: F401
