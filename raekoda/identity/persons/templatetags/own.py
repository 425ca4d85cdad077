"""What stands on every page of a signed-in resident: for whom they act, and the way to their other pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from raekoda.identity.persons.sections import sections

register = template.Library()


@register.inclusion_tag("persons/own_bar.html", takes_context=True)
def own_bar(context: Context) -> dict[str, Any]:
    """``{% own_bar %}``: who is signed in, for whom, and the pages of their own."""
    request = context["request"]
    pages = [
        {"words": section.words, "url": reverse(section.url), "icon": section.icon}
        for section in sections
        if section.url
    ]
    current = max((page["url"] for page in pages if request.path.startswith(page["url"])), key=len, default="")
    return {"resident": context.get("resident"), "pages": pages, "current": current, "request": request}
