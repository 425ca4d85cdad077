"""Template tags of residents' own pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from raekoda.identity.persons.sections import sections

register = template.Library()


@register.inclusion_tag("persons/own_bar.html", takes_context=True)
def own_bar(context: Context) -> dict[str, Any]:
    """``{% own_bar %}``: the signed-in resident, for whom they act, and links to their pages."""
    request = context["request"]
    pages = [
        {"label": section.label, "url": reverse(section.url), "icon": section.icon}
        for section in sections
        if section.url
    ]
    current = max((page["url"] for page in pages if request.path.startswith(page["url"])), key=len, default="")
    return {"resident": context.get("resident"), "pages": pages, "current": current, "request": request}
