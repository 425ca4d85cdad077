"""Who is on the list of a group: put on it and taken off by code, one at a time. No page shows a whole list."""

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

FINDS, FIND_SECONDS = 60, 3600


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("bookings.configure")
def members(request: HttpRequest) -> HttpResponse:
    """Put a person on the list of a group from a day to a day. That they were found is written for them."""
    form, actor = MemberForm(posted(request), initial={"first_day": clock.today()}), Actor.of(request)
    if request.method == "POST" and form.is_valid():
        given, person = form.cleaned_data, None
        if not allow("bookings.members", str(actor.id), FINDS, FIND_SECONDS):
            form.add_error(None, _("You opened very many persons within an hour. Try again later."))
        elif (person := form.person()) is None:
            form.add_error("code", _("Nobody with this code is known here. Check the digits."))
        else:
            actions.set_member(
                given["group"], person, actor=actor, valid_from=given["first_day"], valid_to=given["last_day"]
            )  # fmt: skip
            messages.success(request, _("Saved: %(name)s.") % {"name": person.name})
            return redirect("bookings_desk:members")
    context = {"form": form, "title": _("Lists of groups"), "button": _("Save")}
    return render(request, "bookings/desk_form.html", context, status=422 if form.errors else 200)
