"""A small city's published words, made up: enough to be asked about in three languages. Put in by the real actions."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.casework.answers import actions as answers
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.search.tasks import embed_passages
from raekoda.registry.services import actions as services
from raekoda.registry.services.models import Channel, Service, Topic
from tests.casework.cases.conftest import make_user

UNKNOWN = "Palju maksab surnuaiakoht?"
LIGHTS = {
    "et": (
        "Tänavavalgustus",
        "Teata katkisest tänavavalgustist numbril 1789. Lamp parandatakse viie tööpäeva jooksul.",
    ),
    "en": (
        "Street lighting",
        "Report a broken street light by phone 1789. The lamp is repaired within five working days.",
    ),
    "ru": (
        "Уличное освещение",
        "Сообщите о сломанном уличном фонаре по телефону 1789. Фонарь чинят за пять рабочих дней.",
    ),
}
OTHERS = {
    "prugivedu": ("Prügivedu", "Prügi viiakse ära kord nädalas. Konteiner pange tänava äärde hommikul kella seitsmeks."),
    "lasteaiakoht": ("Lasteaiakoht", "Lasteaiakohta taotlege iseteeninduses. Otsus tuleb kahe kuu jooksul."),
    "abielu": ("Abielu sõlmimine", "Abielu sõlmimiseks esitage avaldus perekonnaseisuametis. Oodata tuleb üks kuu."),
}  # fmt: skip
SWIMMING = (
    "Millal ujula avatakse?",
    "Ujula avatakse tööpäeviti kell 7 hommikul. Pühapäeviti avatakse ujula kell 9 hommikul.",
)


@dataclass(frozen=True)
class Published:
    """What was put in."""

    lights: Service
    swimming: PublishedAnswer


def publish(municipality: Municipality) -> Published:
    """Publish everything in the open scope and give every passage its vector."""
    municipality.phone, municipality.email = "1789", "info@example.ee"
    municipality.save()
    topic = Topic.objects.filter(parent=None).first() or Topic.objects.create(
        municipality=municipality, slug="elu", name_et="Elu linnas"
    )
    lights = _service(municipality, topic, "tanavavalgustus", LIGHTS["et"], takes_reports=True)
    for code in ("en", "ru"):
        name, how_to = LIGHTS[code]
        setattr(lights, f"name_{code}", name)
        setattr(lights, f"how_to_{code}", how_to)
    lights.channels = [Channel(kind="phone", link="1789", name_et="Infotelefon")]
    lights = services.publish(lights, Actor.system())
    for slug, words in OTHERS.items():
        services.publish(_service(municipality, topic, slug, words), Actor.system())
    editor = Actor.staff(make_user(municipality, "toimetaja", Role.ADMINISTRATOR))
    question, answer = SWIMMING
    draft = answers.write(
        municipality=municipality, actor=editor, title=question, question=question, answer=answer, topic=topic
    )
    swimming = answers.release(draft, actor=editor)
    embed_passages(timestamp=0)
    return Published(lights, swimming)


def _service(municipality: Municipality, topic: Topic, slug: str, words: tuple[str, str], **more: object) -> Service:
    name, how_to = words
    service = Service(municipality=municipality, slug=slug, code=slug, name_et=name, how_to_et=how_to, **more)
    service.topics = [topic]
    return service
