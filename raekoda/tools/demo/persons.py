"""The demo's residents: made up, with test personal codes and addresses of example.ee."""

from __future__ import annotations

from raekoda.identity.persons import actions
from raekoda.identity.persons.models import Person, Representation, Source
from raekoda.identity.places.models import Area
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality

MARI, JAAN, CHILD, SON, FIRM = "60001019906", "38001085718", "61709210125", "51803159997", "10000018"


def persons(municipality: Municipality) -> dict[str, Person]:
    """Mari with two children and an organisation, and Jaan; both live in the municipality. Safe to run again."""
    actor = Actor.system()
    made = {
        "mari": _natural(municipality, MARI, "Mari", "Maasikas"),
        "child": _natural(municipality, CHILD, "Mia", "Maasikas"),
        "son": _natural(municipality, SON, "Mart", "Maasikas"),
        "jaan": _natural(municipality, JAAN, "Jaan", "Mustikas"),
        "firm": actions.get_or_create_person(
            municipality, code=FIRM, family_name="Näidis OÜ", kind=Person.Kind.LEGAL, actor=actor, is_demo=True
        ),
    }
    for key in ("mari", "jaan"):
        if not made[key].email:
            actions.set_contacts(
                made[key], actor, email=f"{made[key].given_name.lower()}@example.ee", phone="5550 0000"
            )
    home = Area.objects.filter(kind=Area.Kind.MUNICIPALITY, code=municipality.code).first()
    for key in ("mari", "child", "son", "jaan"):
        if not made[key].residence_source:
            actions.set_residence(made[key], actor, address=municipality.name, area=home, source=Source.REGISTER)
    for key in ("child", "son"):
        _represent(made["mari"], made[key], Representation.Kind.PARENT)
    _represent(made["mari"], made["firm"], Representation.Kind.BOARD)
    return made


def _natural(municipality: Municipality, code: str, given_name: str, family_name: str) -> Person:
    return actions.get_or_create_person(
        municipality, code=code, given_name=given_name, family_name=family_name, actor=Actor.system(), is_demo=True
    )


def _represent(representative: Person, represented: Person, kind: str) -> None:
    day = max(represented.born_on or clock.today(), clock.today().replace(year=clock.today().year - 1, month=1, day=1))
    actions.save_representation(
        representative, represented, kind, actor=Actor.system(), source=Source.REGISTER, valid_from=day
    )  # fmt: skip
