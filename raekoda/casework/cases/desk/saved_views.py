"""Saved lists of cases."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from raekoda.casework.cases.desk.filters import allowed_parameters
from raekoda.casework.cases.models import SavedView
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

LONGEST_NAME = 80
LONGEST_QUERY = 500


@require_POST
@staff_page("cases.view")
def save_view(request: HttpRequest) -> HttpResponse:
    """Save the list under a name; replaces the saved list of the same name."""
    name = request.POST.get("name", "").replace("\x00", "").strip()[:LONGEST_NAME]
    query = urlencode(allowed_parameters(QueryDict(request.POST.get("query", "")[:2000])))
    if not name:
        messages.error(request, _("Give the view a name."))
    elif len(query) > LONGEST_QUERY:
        messages.error(request, _("These filters are too long to keep."))
    else:
        SavedView.objects.update_or_create(
            user=request.user, municipality=current(), name=name, defaults={"query": query}
        )
        messages.success(request, _("The view “%(name)s” is kept.") % {"name": name})
    return redirect(f"{reverse('desk:home')}?{query}")


@require_POST
@staff_page("cases.view")
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    view.delete()
    messages.success(request, _("The view “%(name)s” is gone.") % {"name": view.name})
    return redirect("desk:home")
