from django.apps import AppConfig


class MailboxConfig(AppConfig):
    name = "raekoda.channels.mailbox"
    label = "mailbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raekoda.casework.cases.desk import panels
        from raekoda.casework.letters import threads
        from raekoda.channels.mailbox import boxes, handlers, permissions, show  # noqa: F401 - handlers and permissions register

        threads.answers_come_to(boxes.own_address)
        panels.add_panel("mailbox/case_panel.html", show.letters_of_case)
