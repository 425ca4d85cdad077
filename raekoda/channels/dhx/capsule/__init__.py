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
from raekoda.channels.dhx.capsule.packing import Unpacked, pack, unpack
from raekoda.channels.dhx.capsule.parsing import InvalidCapsule, parse
from raekoda.channels.dhx.capsule.reading import read
from raekoda.channels.dhx.capsule.writing import write

__all__ = [
    "NAMESPACE", "Addressee", "Capsule", "CapsuleFile", "Contact", "InvalidCapsule", "Organisation", "Party",
    "Person", "Restriction", "Signature", "Source", "Unpacked", "pack", "parse", "read", "unpack", "write",
]  # fmt: skip
