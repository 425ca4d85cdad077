"""The demo's calls and visits: two weeks of them at a made-up desk, promises to call back, a key of a phone exchange."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from raekoda.casework.cases.models import Case
from raekoda.channels.calls import actions, queries
from raekoda.channels.calls.models import Call, Channel, ExchangeKey
from raekoda.identity.accounts.models import User
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.tools.demo import CODES, read

OPERATORS = ("tartu.operaator", "tartu.kantselei")
DAYS, CALLS_A_DAY = 14, 9
KEY_NAME = "Demo"
MISSED_OF_TEN = 1


def calls(municipality: Municipality, people: dict[str, User]) -> int:
    """Lead the made-up calls of Tartu through the real actions, once; how many there are then."""
    if municipality.code == CODES[0] and not Call.objects.exists():
        told, chance = read("calls"), Random(1789)  # noqa: S311 - made-up, the same every time
        for days_ago in range(DAYS, -1, -1):
            _day(municipality, people, told, days_ago, chance)
        _promises(municipality, people, told)
    return Call.objects.count()


def exchange_key(municipality: Municipality) -> dict[str, str]:
    """The key with which a phone exchange, or anybody with curl, makes the demo's desk ring."""
    key = ExchangeKey.objects.filter(name=KEY_NAME, is_active=True).first()
    key = key or actions.new_key(municipality, KEY_NAME, actor=Actor.system())
    return {"key": key.ref, "secret": actions.get_secret(key)}


def _day(
    municipality: Municipality, people: dict[str, User], told: dict[str, list[dict]], days_ago: int, chance: Random
) -> None:
    morning = clock.now().replace(hour=6, minute=5, second=0) - timedelta(days=days_ago)
    if not clock.is_working_day(clock.local_day(morning)):
        return
    for number in range(CALLS_A_DAY):
        begun = morning + timedelta(minutes=50 * number + chance.randint(0, 40))
        if begun < clock.now() - timedelta(minutes=30):
            _one(municipality, people[chance.choice(OPERATORS)], chance.choice(told["calls"]), begun, chance)


def _one(municipality: Municipality, operator: User, entry: dict, begun: datetime, chance: Random) -> None:
    actor, channel = Actor.staff(operator), Channel(entry["channel"])
    with clock.at(begun):
        call = actions.begin_call(municipality, channel=channel, number=entry["number"], actor=actor)
    waited = timedelta(seconds=chance.randint(2, 45)) if channel == Channel.PHONE else timedelta()
    Call.objects.filter(pk=call.pk).update(answered_at=begun + waited, line="1789" if waited else "")
    with clock.at(begun + waited + timedelta(seconds=chance.randint(40, 400))):
        case = Case.objects.filter(subject=entry["case"]).first() if entry.get("case") else None
        code = queries.codes().get(digit=entry["code"])
        actions.save_note(
            call, text=entry["note"], code=code, actor=actor, case=case, number=entry["number"], name=entry.get("name", ""),
            keeps_number=bool(entry.get("name")),
        )  # fmt: skip
    if channel == Channel.PHONE and chance.randint(1, 10) <= MISSED_OF_TEN:
        rang = begun - timedelta(minutes=2)
        Call.objects.create(
            municipality=municipality, started_at=rang, ended_at=rang + timedelta(seconds=70), line="1789"
        )


def _promises(municipality: Municipality, people: dict[str, User], told: dict[str, list[dict]]) -> None:
    actor = Actor.staff(people[OPERATORS[0]])
    for entry in told["promises"]:
        due = clock.now() + timedelta(minutes=entry["due_in_minutes"])
        with clock.at(min(due, clock.now()) - timedelta(hours=2)):
            actions.create_promise(
                municipality, number=entry["number"], name=entry["name"], note=entry["note"], due_at=due, actor=actor
            )
