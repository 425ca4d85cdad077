"""What every page knows."""

from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    return {"municipality": getattr(request, "municipality", None)}
