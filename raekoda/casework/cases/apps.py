from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "raekoda.casework.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.casework.cases import asset_pages, configuration, keeping, permissions  # noqa: F401
        from raekoda.casework.cases.desk import looks
        from raekoda.casework.cases.desk import permissions as desk_permissions  # noqa: F401
        from raekoda.casework.cases.site import own

        asset_pages.register()
        own.register_section()
        looks.register()
        keeping.register()
