from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django_scopes import ScopedManager

from raekoda.core.models import TenantModel


class Document(TenantModel):
    """One published text in one language, as search sees it. Only what anyone may read is ever put here."""

    class Kind(models.TextChoices):
        SERVICE = "service"
        ANSWER = "answer"
        PAGE = "page"
        NEWS = "news"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=500)
    vector = SearchVectorField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("municipality", "kind", "key", "language", name="document_once")]
        indexes = [
            GinIndex(fields=["municipality", "language", "vector"], name="document_words"),
        ]

    def __str__(self) -> str:
        return self.title


class Term(TenantModel):
    """A lemma of the index: in how many documents it stands (for idf), and the word list for typo tolerance."""

    language = models.CharField(max_length=2)
    text = models.CharField(max_length=80)
    documents = models.IntegerField(default=0)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("municipality", "language", "text", name="term_once")]
        indexes = [GinIndex(fields=["text"], name="term_trgm", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.text
