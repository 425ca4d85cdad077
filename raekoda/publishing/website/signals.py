"""Signal handlers: update the search index, invalidate cached pages, synchronise groups with roles."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move
from wagtail.users.models import UserProfile

from raekoda.casework.answers.events import AnswerReleased, AnswerWithdrawn
from raekoda.channels.notices.events import NoticeChanged, NoticePublished, NoticeWithdrawn
from raekoda.identity.accounts.models import Membership, Unit, User
from raekoda.platform.core.events import on
from raekoda.platform.core.models import Municipality
from raekoda.publishing.website import indexing
from raekoda.publishing.website.groups import sync_groups
from raekoda.publishing.website.models import MunicipalitySite
from raekoda.publishing.website.page_cache import invalidate
from raekoda.registry.benefits.events import BenefitsChanged
from raekoda.registry.services.events import ServicePublished, ServiceWithdrawn
from raekoda.registry.services.models import Topic


@receiver(page_published)
def on_page_published(sender: type[Page], instance: Page, **_: Any) -> None:
    indexing.put_tree(instance)
    _invalidate_for(instance)


@receiver(page_unpublished)
def on_page_unpublished(sender: type[Page], instance: Page, **_: Any) -> None:
    """Sent before a deletion too, while the page is still published."""
    indexing.remove_tree(instance)
    _invalidate_for(instance)


@receiver(page_slug_changed)
@receiver(post_page_move)
def on_page_has_new_address(sender: type[Page], instance: Page, **_: Any) -> None:
    page = Page.objects.get(pk=instance.pk)
    indexing.put_tree(page)
    _invalidate_for(page)


@receiver(pre_delete)
def on_page_deleted(sender: type, instance: Any, **_: Any) -> None:
    if isinstance(instance, tuple(indexing.KINDS)):
        indexing.remove_page(instance)
        _invalidate_for(instance)


@receiver(post_save, sender=PageViewRestriction)
@receiver(post_delete, sender=PageViewRestriction)
def on_page_restricted(sender: type, instance: PageViewRestriction, **_: Any) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        indexing.put_tree(page)
        _invalidate_for(page)


@on(ServicePublished)
@on(ServiceWithdrawn)
def on_service_changed(event: ServicePublished | ServiceWithdrawn) -> None:
    invalidate(event.service.municipality)


@on(BenefitsChanged)
def on_benefits_changed(event: BenefitsChanged) -> None:
    invalidate(event.municipality)


@on(AnswerReleased)
@on(AnswerWithdrawn)
def on_answer_changed(event: AnswerReleased | AnswerWithdrawn) -> None:
    invalidate(event.answer.municipality)


@on(NoticePublished)
@on(NoticeChanged)
@on(NoticeWithdrawn)
def on_notice_changed(event: NoticePublished | NoticeChanged | NoticeWithdrawn) -> None:
    invalidate(event.notice.municipality)


@receiver(post_save, sender=Topic)
@receiver(post_delete, sender=Topic)
@receiver(post_save, sender=Unit)
@receiver(post_delete, sender=Unit)
def on_register_changed(sender: type, instance: Topic | Unit, **_: Any) -> None:
    invalidate(instance.municipality)


@receiver(post_save, sender=Municipality)
def on_municipality_changed(sender: type, instance: Municipality, **_: Any) -> None:
    invalidate(instance)


@receiver(post_save, sender=MunicipalitySite)
def on_site_changed(sender: type, instance: MunicipalitySite, **_: Any) -> None:
    cache.delete(f"website:{instance.municipality_id}")


@receiver(post_save, sender=Membership)
@receiver(post_delete, sender=Membership)
def on_role_changed(sender: type, instance: Membership, **_: Any) -> None:
    user = User.objects.filter(pk=instance.user_id).first()
    if user is not None:
        sync_groups(user)


@receiver(post_save, sender=User)
def on_user_saved(sender: type, instance: User, **_: Any) -> None:
    """Use the user's desk language in Wagtail's admin."""
    UserProfile.objects.update_or_create(user=instance, defaults={"preferred_language": instance.language})


def _invalidate_for(page: Page) -> None:
    municipality = indexing.municipality_of(page)
    if municipality is not None:
        invalidate(municipality)
