from django.apps import AppConfig


class Open311Config(AppConfig):
    name = "raekoda.channels.open311"
    label = "open311"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.casework.cases import elsewhere
        from raekoda.channels.open311 import endpoints, handlers, panels, partners, permissions, sending  # noqa: F401
        from raekoda.platform.core.bounds import answer_with

        answer_with("/open311/", endpoints.refused_early)
        elsewhere.add_taker(partners.taker_of)
        panels.register()
