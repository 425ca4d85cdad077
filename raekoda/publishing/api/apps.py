from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "raekoda.publishing.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.platform.core.bounds import answer_with
        from raekoda.publishing.api.errors import problem

        answer_with("/api/v1/", lambda request, status, words: problem(request, 422 if status == 400 else status))
