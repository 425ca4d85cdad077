"""Starting an application from a service page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raekoda.identity.persons.access import Resident, get_resident, resident_page
from raekoda.identity.persons.models import Person
from raekoda.registry.forms import queries as service_forms
from raekoda.registry.services.models import Service
from raekoda.selfservice.applications import actions, form_data, queries


class StartForm(forms.Form):
    """The person for whom the application is made."""

    person = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, persons: list[Person], applicant: Person, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].label = _("For whom do you apply?")
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (person.ref, _("me (%(name)s)") % {"name": person.name} if person.pk == applicant.pk else person.name)
            for person in persons
        ]


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Form information and choice of the subject; an existing draft is continued."""
    resident = get_resident(request)
    assert resident is not None
    service = Service.objects.filter(slug=slug, live=True).first()
    version = service_forms.published(service) if service else None
    if service is None or version is None:
        raise Http404(slug)
    persons = queries.possible_subjects(resident.actor, resident.person)
    form = _form(request, persons, resident)
    window = form_data.get_window(version.form)
    if request.method == "POST" and window.is_open and form.is_valid():
        person = next((person for person in persons if person.ref == form.cleaned_data["person"]), None)
        if person is None:
            raise PermissionDenied("applications.apply")
        draft = actions.begin(
            version,
            person=person,
            applicant=resident.person,
            actor=resident.actor,
            language=(get_language() or "et")[:2],
        )
        return redirect("applications:step", draft.ref, draft.step or form_data.first_step(draft))
    drafts = queries.visible_drafts(resident.actor).filter(form=version.form).select_related("person")
    context = {
        "service": service,
        "form": form,
        "is_open": window.is_open,
        "window": window.text,
        "definition": form_data.definition_of(version),
        "drafts": drafts.order_by("-saved_at"),
        "resident": resident,
    }
    return render(request, "applications/site/start.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, persons: list[Person], resident: Resident) -> StartForm:
    data = request.POST if request.method == "POST" else None
    initial = {"person": persons[0].ref} if len(persons) == 1 else {}
    return StartForm(persons, resident.person, data, initial=initial)
