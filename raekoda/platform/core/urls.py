"""Paths of core."""

from django.urls import path

from raekoda.platform.core import site

urlpatterns = [
    path("theme.css", site.theme_stylesheet, name="theme"),
    path("share-card.png", site.share, name="share-card"),
    path("manifest.webmanifest", site.manifest, name="manifest"),
]
