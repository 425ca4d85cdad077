"""The demo's forms: school allowance, by its verified terms, and a permit for a public event."""

from __future__ import annotations

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.forms import actions
from raekoda.registry.forms.models import Form
from raekoda.registry.services.models import Service


def forms(municipality: Municipality, actor: Actor) -> int:
    """Publish the forms of this municipality; returns how many there are. Safe to run again."""
    from raekoda.tools.demo import read

    wanted = [row for row in read("forms") if municipality.code in row["municipalities"]]
    for row in wanted:
        service = Service.objects.filter(slug=row["service"]).first()
        if service is None or Form.objects.filter(service=service).exists():
            continue
        form = actions.create_form(service, row["name"], actor, definition=row["definition"], is_demo=True)
        actions.publish(form, actor)
    return Form.objects.count()
