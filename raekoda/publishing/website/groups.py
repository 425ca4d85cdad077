"""Wagtail groups of roles, with permissions on the pages and files of the municipality."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from raekoda.identity.accounts.models import Role, User
from raekoda.publishing.website.models import HomePage, MunicipalityGroup, MunicipalitySite

PAGE_RIGHTS = {
    Role.EDITOR: ("add", "change", "publish", "lock", "unlock"),
    Role.SERVICE_OWNER: ("add", "change"),
    Role.ADMINISTRATOR: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
}
FILE_RIGHTS = {
    Role.EDITOR: ("add", "change", "choose"),
    Role.SERVICE_OWNER: ("add", "choose"),
    Role.ADMINISTRATOR: ("add", "change", "choose"),
}
REGISTERS: dict[Role, dict[str, tuple[str, ...]]] = {
    Role.EDITOR: {"services": ("service", "topic", "channel", "legalbasis")},
    Role.SERVICE_OWNER: {"services": ("service", "channel", "channelyear", "legalbasis"), "calls": ("wrapupcode",)},
    Role.ADMINISTRATOR: {
        "services": ("service", "topic", "channel", "channelyear", "legalbasis"),
        "people": ("unit",),
        "places": ("area",),
        "open311": ("apikey",),
        "recordings": ("intakekey",),
        "calls": ("wrapupcode", "exchangekey"),
        "exchange": ("participant", "ownaddress", "typerule"),
        "mailbox": ("box", "doorkey"),
        "bookings": ("resource", "group"),
    },
}
REGISTER_RIGHTS = ("add", "change", "delete", "view")


def make_groups(website: MunicipalitySite) -> None:
    """Create the groups of a municipality with exact permissions and synchronise all members."""
    for role in PAGE_RIGHTS:
        group = _group(website, role)
        _give_page_rights(group, website, PAGE_RIGHTS[role])
        _give_file_rights(group, website.collection, FILE_RIGHTS[role])
        group.permissions.set(_general_rights(role))
    for user in User.objects.filter(memberships__municipality=website.municipality).distinct():
        sync_groups(user)


def sync_groups(user: User) -> None:
    """Synchronise the user's groups with their roles in all municipalities."""
    roles = set(user.memberships.values_list("municipality_id", "role"))
    groups = MunicipalityGroup.objects.filter(municipality__in={municipality for municipality, _ in roles})
    required = {each.group_id for each in groups if (each.municipality_id, each.role) in roles}
    held = set(user.groups.filter(of_municipality__isnull=False).values_list("pk", flat=True))
    user.groups.add(*(required - held))
    user.groups.remove(*(held - required))


def _group(website: MunicipalitySite, role: Role) -> Group:
    known = (
        MunicipalityGroup.objects.filter(municipality=website.municipality, role=role).select_related("group").first()
    )
    if known is not None:
        return known.group
    group = Group.objects.create(name=f"{website.municipality.name} {website.municipality.code}: {role.value}")
    MunicipalityGroup.objects.create(municipality=website.municipality, role=role, group=group)
    return group


def _give_page_rights(group: Group, website: MunicipalitySite, rights: Iterable[str]) -> None:
    required = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=[f"{right}_page" for right in rights]
    )
    held = GroupPagePermission.objects.filter(group=group)
    held.exclude(permission__in=required).delete()
    for home in HomePage.objects.child_of(website.folder):
        for permission in required:
            GroupPagePermission.objects.get_or_create(group=group, page=Page(pk=home.pk), permission=permission)


def _give_file_rights(group: Group, collection: Collection, rights: Iterable[str]) -> None:
    kinds = (("wagtailimages", "image"), ("wagtaildocs", "document"))
    codenames = [f"{right}_{kind}" for right in rights for _, kind in kinds]
    required = Permission.objects.filter(content_type__app_label__in=[app for app, _ in kinds], codename__in=codenames)
    GroupCollectionPermission.objects.filter(group=group).exclude(permission__in=required).delete()
    for permission in required:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def _general_rights(role: Role) -> list[Permission]:
    rights = list(Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"))
    for app, models in REGISTERS[role].items():
        codenames = [f"{right}_{model}" for right in REGISTER_RIGHTS for model in models]
        rights += Permission.objects.filter(content_type__app_label=app, codename__in=codenames)
    return rights
