"""The capsule of electronic document exchange, version 2.1: read, checked and written. Pure; no database, no network."""

from raekoda.channels.dhx.capsule.model import (
    NAMESPACE,
    Addressee,
    Capsule,
    CapsuleFile,
    Contact,
    Organisation,
    Party,
    Person,
    Restriction,
    Signature,
    Source,
)
from raekoda.channels.dhx.capsule.packing import Packed, pack, unpack
from raekoda.channels.dhx.capsule.parsing import InvalidCapsule, parsed
from raekoda.channels.dhx.capsule.reading import read
from raekoda.channels.dhx.capsule.writing import write

__all__ = [
    "NAMESPACE", "Addressee", "Capsule", "CapsuleFile", "Contact", "InvalidCapsule", "Organisation", "Packed", "Party",
    "Person", "Restriction", "Signature", "Source", "pack", "parsed", "read", "unpack", "write",
]  # fmt: skip
