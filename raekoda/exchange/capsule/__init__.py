"""The capsule of electronic document exchange, version 2.1: read, checked and written. Pure; no database, no network."""

from raekoda.exchange.capsule.model import (
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
from raekoda.exchange.capsule.packing import Packed, pack, unpack
from raekoda.exchange.capsule.parsing import InvalidCapsule, parsed
from raekoda.exchange.capsule.reading import read
from raekoda.exchange.capsule.writing import write

__all__ = [
    "NAMESPACE", "Addressee", "Capsule", "CapsuleFile", "Contact", "InvalidCapsule", "Organisation", "Packed", "Party",
    "Person", "Restriction", "Signature", "Source", "pack", "parsed", "read", "unpack", "write",
]  # fmt: skip
