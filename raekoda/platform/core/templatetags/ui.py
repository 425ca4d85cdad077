"""The components of the pages, as template tags. See docs/interface.md for an example of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache, partial
from types import SimpleNamespace
from typing import Any

from django import template
from django.forms import BaseForm
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from raekoda.platform.core import clock, dates, icons, money

register = template.Library()


def _of_day(words: Callable[[date], str], day: date | None) -> str:
    return words(day) if day else ""


register.filter("euros", money.euros)
for _words in (dates.on_day, dates.until_day, dates.from_day):
    register.filter(_words.__name__, partial(_of_day, _words))
register.filter("short_euros", partial(money.euros, short=True))

SECTIONS = frozenset({"teenused", "abiline", "teata", "kysi", "broneeri", "vastused", "teated", "uudised"})
TONES = {
    "new": "info",
    "open": "info",
    "received": "info",
    "routed": "info",
    "assigned": "accent",
    "in_progress": "accent",
    "draft": "neutral",
    "waiting": "warning",
    "suspended": "warning",
    "extended": "warning",
    "review": "warning",
    "answered": "success",
    "closed": "success",
    "done": "success",
    "published": "success",
    "active": "success",
    "reopened": "warning",
    "forwarded": "neutral",
    "merged": "neutral",
    "archived": "neutral",
    "rejected": "neutral",
    "late": "danger",
    "failed": "danger",
}
TONE_ICONS = {
    "info": "info",
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "octagon-alert",
}


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """``{% icon "map-pin" %}``: decorative; with ``label`` it speaks; ``size`` is "sm", "lg" or "xl"."""
    return icons.svg(name, str(label), size)


@register.simple_tag
def local(path: str) -> str:
    """``{% local "/teata/" %}``: the path in the language of the page ("/en/teata/")."""
    language = get_language() or "et"
    return path if language == "et" else f"/{language}{path}"


@register.simple_tag(takes_context=True)
def here(context: template.Context, path: str) -> SafeString:
    """``{% here "/teenused/" %}``: marks a link of the navigation as the current page or section."""
    request = context.get("request")
    if request is None:
        return SafeString("")
    target = local(path)
    if request.path == target:
        return SafeString(' aria-current="page"')
    is_within = path != "/" and request.path.startswith(target)
    return SafeString(' aria-current="true"') if is_within else SafeString("")


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> SafeString:
    """``{% navigation %}``: the links to the sections of the site, with the current one marked."""
    request = context.get("request")
    path = request.path if request is not None else ""
    prefix = local("/")
    section = path.removeprefix(prefix).split("/", 1)[0] if path.startswith(prefix) else ""
    is_top = path == f"{prefix}{section}/"
    return _navigation(get_language() or "et", section if section in SECTIONS else "", is_top)


@lru_cache(maxsize=100)
def _navigation(language: str, section: str, is_top: bool) -> SafeString:
    path = local(f"/{section}/") if is_top else local(f"/{section}/-/")
    return render_to_string("ui/navigation.html", {"request": SimpleNamespace(path=path)})


@register.simple_tag
def exists(path: str) -> bool:
    """``{% exists "/uudised/" as has_news %}``: whether this installation serves the path."""
    try:
        resolve(local(path))
    except Resolver404:
        return False
    return True


@register.inclusion_tag("ui/tag.html")
def tag(text: str, tone: str = "neutral", icon: str = "") -> dict[str, Any]:
    """``{% tag "New" tone="info" %}``: a word with a colour; tones: accent neutral info success warning danger."""
    return {"text": text, "tone": tone, "icon": icon}


@register.inclusion_tag("ui/tag.html")
def status_tag(status: str, label: str, icon: str = "") -> dict[str, Any]:
    """``{% status_tag case.status case.get_status_display %}``: the words decide, the colour only helps."""
    return {"text": label, "tone": TONES.get(str(status), "neutral"), "icon": icon}


@register.inclusion_tag("ui/deadline.html")
def deadline(due: date | datetime | None, closed: bool = False) -> dict[str, Any]:
    """``{% deadline case.due_on closed=case.is_closed %}``: the day and how near it is, late in red with words."""
    if due is None:
        return {"due": None}
    day = clock.local_day(due) if isinstance(due, datetime) else due
    days_left = (day - clock.today()).days
    return {"due": day, "words": "" if closed else _distance(days_left), "tone": _urgency(days_left, closed)}


def _distance(days_left: int) -> str:
    if days_left < 0:
        late = -days_left
        return ngettext("%(days)d day late", "%(days)d days late", late) % {"days": late}
    if days_left == 0:
        return _("today")
    if days_left == 1:
        return _("tomorrow")
    return ngettext("%(days)d day left", "%(days)d days left", days_left) % {"days": days_left}


def _urgency(days_left: int, closed: bool) -> str:
    if closed:
        return "quiet"
    if days_left < 0:
        return "danger"
    return "warning" if days_left <= 2 else "quiet"


@register.inclusion_tag("ui/stepper.html")
def stepper(step: int, of: int, title: str = "", back: str = "") -> dict[str, Any]:
    """``{% stepper 2 4 title=_("Where is it?") back=previous_url %}``: "Step 2 of 4" with a bar."""
    return {"step": step, "of": of, "title": title, "back": back, "bars": range(1, of + 1)}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Any, param: str = "cursor") -> dict[str, Any]:
    """``{% pagination page %}``: earlier and later of a keyset page, keeping the other parameters of the address."""
    return {
        "previous": _with_param(context, param, getattr(page, "previous_cursor", None)),
        "next": _with_param(context, param, getattr(page, "next_cursor", None)),
    }


def _with_param(context: template.Context, param: str, value: str | None) -> str:
    if not value:
        return ""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    query[param] = value
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Iterable[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """``{% tabs items label=_("Views") %}``: items have url, label, is_current and optionally count."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/breadcrumbs.html")
def breadcrumbs(*pairs: str) -> dict[str, Any]:
    """``{% breadcrumbs _("Services") "/teenused/" service.name "" %}``: label, address, label, address...

    Paths of our own are given without language prefix. The home page is added; the last is this page.
    """
    trail = [{"label": label, "url": url} for label, url in zip(pairs[::2], pairs[1::2], strict=True)]
    return {"trail": [each | {"url": local(each["url"]) if each["url"] else ""} for each in trail]}


@register.inclusion_tag("ui/timeline.html")
def timeline(entries: Iterable[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """``{% timeline entries %}``: entries have at, title and optionally by, text, tone, icon, html (safe)."""
    return {"entries": entries, "label": label}


@register.inclusion_tag("ui/summary.html")
def summary(rows: Iterable[Any]) -> dict[str, Any]:
    """``{% summary rows %}``: rows are (label, value) or (label, value, change_url); empty values are left out."""
    filled = [tuple(row) for row in rows if row[1] not in (None, "", [])]
    return {"rows": [{"label": row[0], "value": row[1], "url": row[2] if len(row) > 2 else ""} for row in filled]}


@register.inclusion_tag("ui/form/errors.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """``{% error_summary form %}``: what is wrong, with a link to each field; takes the focus."""
    problems = [
        {"id": getattr(field, "first_input_id", field.id_for_label), "label": field.label, "text": error}
        for field in form
        for error in field.errors
    ]
    return {"form": form, "problems": problems, "general": form.non_field_errors()}


@register.inclusion_tag("ui/rating.html")
def rating(value: float | None, count: int | None = None) -> dict[str, Any]:
    """``{% rating 4 %}``: a given rating in words and stars; with ``count`` an average of many."""
    return {"value": value, "count": count, "full": round(value or 0), "steps": range(1, 6)}


@register.simple_block_tag(end_name="endalert")
def alert(content: str, tone: str = "info", title: str = "", heading: int = 2) -> str:
    """``{% alert tone="warning" title=_("...") %}<p>...</p>{% endalert %}``."""
    context = {
        "content": content,
        "tone": tone,
        "title": title,
        "heading": heading,
        "icon": TONE_ICONS.get(tone, "info"),
    }
    return render_to_string("ui/alert.html", context)


@register.simple_block_tag(end_name="endempty")
def empty(content: str, title: str, icon: str = "inbox", heading: int = 2) -> str:
    """``{% empty title=_("No reports yet") icon="map" %}<p>what to do next</p>{% endempty %}``."""
    return render_to_string("ui/empty.html", {"content": content, "title": title, "icon": icon, "heading": heading})


@register.simple_block_tag(end_name="enddisclosure")
def disclosure(content: str, title: str, open: bool = False) -> str:  # noqa: A002 - the HTML word
    """``{% disclosure title=_("Legal basis") %}...{% enddisclosure %}``."""
    return render_to_string("ui/disclosure.html", {"content": content, "title": title, "open": open})


@register.simple_block_tag(end_name="enddialog")
def dialog(content: str, id: str, title: str) -> str:  # noqa: A002 - the HTML word
    """``{% dialog id="why" title=_("Why?") %}...{% enddialog %}``, opened by a button with command and commandfor."""
    return render_to_string("ui/dialog.html", {"content": content, "id": id, "title": title})
