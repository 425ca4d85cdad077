"""Members of the list of a group, added and ended by personal code. No page displays a whole list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.posted import posted
from raekoda.platform.core.ratelimit import allow
from raekoda.platform.core.staff import staff_page
from raekoda.selfservice.bookings import actions
from raekoda.selfservice.bookings.desk.forms import MemberForm

SEARCHES, SEARCH_SECONDS = 60, 3600


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("bookings.configure")
def members(request: HttpRequest) -> HttpResponse:
    """Add a person to the list of a group; written to the person's access log."""
    form, actor = MemberForm(posted(request), initial={"first_day": clock.today()}), Actor.of(request)
    if request.method == "POST" and form.is_valid():
        data, person = form.cleaned_data, None
        if not allow("bookings.members", str(actor.id), SEARCHES, SEARCH_SECONDS):
            form.add_error(None, _("You opened very many persons within an hour. Try again later."))
        elif (person := form.person()) is None:
            form.add_error("code", _("Nobody with this code is known here. Check the digits."))
        else:
            actions.set_member(
                data["group"], person, actor=actor, valid_from=data["first_day"], valid_to=data["last_day"]
            )  # fmt: skip
            messages.success(request, _("Saved: %(name)s.") % {"name": person.name})
            return redirect("bookings_desk:members")
    context = {"form": form, "title": _("Lists of groups"), "button": _("Save")}
    return render(request, "bookings/desk_form.html", context, status=422 if form.errors else 200)
