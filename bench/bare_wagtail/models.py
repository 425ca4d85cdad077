from django.db import models
from wagtail.models import Page


class BarePage(Page):
    """As little as a page can be."""

    text = models.TextField(blank=True)
    template = "bare.html"
