"""Paths of core."""

from django.urls import path

from raekoda.platform.core import site

urlpatterns = [
    path("theme.css", site.theme_stylesheet, name="theme"),
]
