from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager
from pgvector.django import HalfVectorField

from raekoda.platform.core.models import TenantModel


class Document(TenantModel):
    """One published text in one language, in the index. Only public texts are stored here."""

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
    """A lemma of the index: its number of documents (for idf), and the word list for typo tolerance."""

    language = models.CharField(max_length=2)
    text = models.CharField(max_length=80)
    documents = models.IntegerField(default=0)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("municipality", "language", "text", name="term_once")]
        indexes = [GinIndex(fields=["text"], name="term_trgm", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.text


class Passage(TenantModel):
    """A passage of a document that is compared by meaning: number 0 is the whole, the others are two sentences each."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="passages", db_index=False)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("document", "number", name="passage_once")]

    def __str__(self) -> str:
        return self.text[:80]


class EmbeddingModel(models.Model):
    """A model that turns texts into vectors. One is active; a new one is filled in parallel and then replaces it."""

    class State(models.TextChoices):
        BUILDING = "building"
        ACTIVE = "active"

    name = models.CharField(max_length=200)
    url = models.CharField(max_length=300, blank=True, help_text="Of an endpoint; empty for the model built in.")
    dimensions = models.PositiveSmallIntegerField()
    background_mean = models.FloatField(help_text="Cosine of texts that have nothing to do with each other.")
    background_deviation = models.FloatField()
    state = models.CharField(max_length=8, choices=State.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("name", "url", name="embedding_model_once"),
            models.UniqueConstraint("state", name="one_embedding_model_in_use", condition=Q(state="active")),
        ]

    def __str__(self) -> str:
        return self.name


class Embedding(TenantModel):
    """The vector of a passage by one model, of unit length."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="embeddings", db_index=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+", db_index=False)
    model = models.ForeignKey(EmbeddingModel, on_delete=models.CASCADE, related_name="+", db_index=False)
    vector = HalfVectorField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("passage", "model", name="embedding_once")]
        indexes = [models.Index(fields=["document", "model"], name="embedding_of_document")]

    def __str__(self) -> str:
        return f"{self.passage_id} {self.model_id}"
