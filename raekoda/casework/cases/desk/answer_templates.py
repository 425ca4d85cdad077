"""Answer templates: texts that answers start from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_scopes.forms import SafeModelChoiceField

from raekoda.casework.cases.desk.choices import known_services
from raekoda.casework.cases.desk.placeholders import PLACEHOLDERS
from raekoda.casework.cases.models import AnswerTemplate
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current


class TemplateForm(forms.ModelForm):
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = AnswerTemplate
        fields = ["name", "language", "service", "text"]
        field_classes = {"service": SafeModelChoiceField}
        widgets = {"text": forms.Textarea({"rows": 12})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        service: Any = self.fields["service"]
        service.queryset = known_services()
        service.empty_label = _("any service")


@require_safe
@staff_page("cases.write_templates")
def templates_page(request: HttpRequest) -> HttpResponse:
    """All templates of the municipality."""
    templates = AnswerTemplate.objects.select_related("service").order_by("service__name", "name")
    return render(request, "cases/desk/templates.html", {"templates": templates})


@staff_page("cases.write_templates")
def edit_template(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Create a template, or change one."""
    template = get_object_or_404(AnswerTemplate, pk=pk) if pk else AnswerTemplate(municipality=current())
    form = TemplateForm(request.POST or None, instance=template)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            journal.record("cases.save_template", template, Actor.of(request))
        messages.success(request, _("The template is kept."))
        return redirect("cases_desk:templates")
    places = [{"code": f"{{{name}}}", "meaning": meaning} for name, (meaning, _value) in PLACEHOLDERS.items()]
    return render(request, "cases/desk/template.html", {"form": form, "template": template, "places": places})


@require_POST
@staff_page("cases.write_templates")
def delete_template(request: HttpRequest, pk: int) -> HttpResponse:
    template = get_object_or_404(AnswerTemplate, pk=pk)
    with transaction.atomic():
        journal.record("cases.delete_template", template, Actor.of(request))
        template.delete()
    messages.success(request, _("The template “%(name)s” is gone.") % {"name": template.name})
    return redirect("cases_desk:templates")
