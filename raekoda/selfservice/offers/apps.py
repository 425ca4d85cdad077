from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "raekoda.selfservice.offers"
    label = "offers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.selfservice.offers import admin, holdings, letters, looks, permissions, section  # noqa: F401

        admin.register_policies()
        looks.register_looks()
        holdings.register_holding()
        section.register_section()
