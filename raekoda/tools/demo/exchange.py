"""The demo's document exchange: Tartu and Elva as authorities, a made-up one, a document from it and one to Elva."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from raekoda.casework.cases.models import Case
from raekoda.channels.dhx import actions
from raekoda.channels.dhx.actions import Consignment, Letter
from raekoda.channels.dhx.capsule import (
    Addressee,
    Capsule,
    CapsuleFile,
    Contact,
    Organisation,
    Party,
    Person,
    Restriction,
    pack,
    write,
)
from raekoda.channels.dhx.errors import Code, DocumentRejected
from raekoda.channels.dhx.models import Document, OwnAddress, Participant, Route
from raekoda.identity.accounts.models import Membership, Role
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.tools.demo import read

INSTANCE = "EE"


def exchange(municipality: Municipality) -> int:
    """Addresses, address book and documents of a demo municipality; how many documents there are. Safe to run again."""
    said = read("exchange")
    own = said["authorities"][municipality.code]
    address, _is_new = OwnAddress.objects.get_or_create(
        registry_code=own["code"], subsystem="DHX", defaults={"municipality": municipality, "name": own["name"]}
    )
    for code, each in said["authorities"].items():
        if code != municipality.code:
            Participant.objects.get_or_create(
                municipality=municipality, registry_code=each["code"], subsystem="DHX", system="",
                defaults={"name": each["name"]},
            )  # fmt: skip
    for entry in said["documents"]:
        if entry["to"] == municipality.code:
            _received(entry, said["authorities"]["amet"], address)
    for entry in said["letters"]:
        if entry["from"] == municipality.code:
            _sent(entry, said["authorities"][entry["to"]]["code"], municipality)
    return Document.objects.count()


def _received(entry: dict[str, str], sender: dict[str, str], address: OwnAddress) -> None:
    organisation = Organisation(sender["name"], sender["code"], position=entry["position"])
    today = clock.today()
    capsule = Capsule(
        sender=Party(sender["code"]),
        recipients=(Party(address.registry_code),),
        addressees=(Addressee(contact=Contact(Organisation(address.name, address.registry_code))),),
        guid=entry["guid"],
        kind=entry["kind"],
        identifier=entry["identifier"],
        registered_at=clock.now() - timedelta(days=1),
        title=entry["title"],
        abstract=entry["abstract"],
        files=(_file(entry),),
        reply_due=today + timedelta(days=20),
        creator=Contact(organisation, Person(entry["person"]), phone="600 0001", email=entry["email"]),
    )
    if entry["basis"]:
        restriction = Restriction(today, today.replace(year=today.year + 5, day=1), entry["basis"], sender["name"])
        capsule = replace(capsule, is_restricted=True, restrictions=(restriction,))
    consignment = Consignment(
        write(capsule),
        f"{INSTANCE}/GOV/{sender['code']}/DHX",
        entry["guid"],
        Route.DHX,
        address,
        frozenset({sender["code"]}),
    )
    try:
        actions.receive(consignment, municipality=address.municipality, actor=Actor.system())
    except DocumentRejected as refusal:
        if refusal.code != Code.DUPLICATE:
            raise


def _file(entry: dict[str, str]) -> CapsuleFile:
    content = entry["text"].encode()
    return CapsuleFile(
        guid=entry["guid"],
        name=entry["file"],
        mime_type="text/plain",
        packed=pack(content),
        size=len(content),
        is_main=True,
    )


def _sent(entry: dict[str, str], code: str, municipality: Municipality) -> None:
    """One letter from the newest open case of an official, over HTTP like any other."""
    if Document.objects.filter(title=entry["title"]).exists():
        return
    secretaries = Membership.objects.filter(municipality=municipality, role=Role.OFFICIAL, unit=None)
    official = secretaries.select_related("user").first()
    case = Case.objects.filter(closed_at=None).exclude(channel="exchange").order_by("-id").first()
    if official is not None and case is not None:
        actions.write(
            Letter(title=entry["title"], text=entry["text"]), route=Route.DHX, case=case,
            participant=Participant.objects.get(registry_code=code, subsystem="DHX", system=""),
            actor=Actor.staff(official.user),
        )  # fmt: skip
