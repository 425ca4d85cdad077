"""Made-up contacts as people write them, put into sentences: for measuring whether they are found."""

from __future__ import annotations

import random
from datetime import date, timedelta

from stdnum import iban
from stdnum.ee import ik

from raekoda.platform.core.redact.kinds import EMAIL, IBAN, PERSONAL_CODE, PHONE

PLANTED_KINDS = (PERSONAL_CODE, PHONE, EMAIL, IBAN)
SAID_BEFORE = {
    PERSONAL_CODE: ("", "", "", "isikukood: ", "isikukood:", "IK ", "ik. ", "kood on ", "personal code ", "личный код "),
    PHONE: ("", "", "", "tel ", "tel:", "tel. ", "telefon ", "mob. ", "helistage ", "phone: ", "тел. "),
    EMAIL: ("", "", "", "e-post: ", "e-post:", "kirjutage ", "meil ", "e-mail: ", "почта "),
    IBAN: ("", "", "", "konto ", "arveldusarve: ", "a/a ", "IBAN ", "IBAN:", "kontole ", "счёт "),
}  # fmt: skip
FRAMES = ("{}", "{}", "{}", "{},", "({})", "[{}]", "{}.", "{};", "„{}“", "{}!", "{}?", "{}/")
HYPHENED_ENDINGS = ("-le", "-lt", "-ga", "-l", "-st", "'le", "'lt")
BARE_ENDINGS = ("le", "lt", "ga", "ni")
NAMES = (
    "mari.maasikas",
    "juhan",
    "m_m",
    "info+teade",
    "jaan-toomas",
    "a.b.c",
    "tiit1970",
    "Anna.Kask",
    "õnne",
    "ivan_petrov",
)
DOMAINS = ("example.ee", "mail.example.ee", "example.com", "sub-domeen.example.org", "Example.EE", "näide.ee")
AT = ("@", "@", "@", "@", "(at)", "[at]", "(ät)", " (at) ", " @ ")


def planted(sentence: str, kind: str, chance: random.Random) -> tuple[str, int, int]:
    """The sentence with something of the kind in it, and where that begins and ends."""
    written = WRITERS[kind](chance)
    frame, before = chance.choice(FRAMES), chance.choice(SAID_BEFORE[kind])
    ending = ""
    if frame == "{}" and chance.random() < 0.3:
        ending = chance.choice(HYPHENED_ENDINGS if kind == IBAN or chance.random() < 0.6 else BARE_ENDINGS)
    words = sentence.split(" ")
    place = chance.randint(0, len(words))
    head, tail = " ".join(words[:place]), " ".join(words[place:])
    left, right = frame.split("{}")
    lead = f"{head}{' ' if head else ''}{left}{before}"
    return f"{lead}{written}{ending}{right}{' ' if tail else ''}{tail}", len(lead), len(lead) + len(written)


def _code(chance: random.Random) -> str:
    born = date(1930, 1, 1) + timedelta(days=chance.randrange(90 * 365))
    century = 3 if born.year < 2000 else 5
    start = f"{century + chance.randint(0, 1)}{born:%y%m%d}{chance.randrange(1000):03d}"
    code = start + ik.calc_check_digit(start + "0")
    spaced = f"{code[0]} {code[1:7]} {code[7:]}"
    return chance.choice((code, code, code, code, spaced, f"{code[:7]} {code[7:]}", f"{code[:7]}-{code[7:]}"))


def _phone(chance: random.Random) -> str:
    number = chance.choice(
        (
            f"5{chance.randrange(10**7):07d}",
            f"5{chance.randrange(10**6):06d}",
            f"7{chance.choice('3456')}{chance.randrange(10**5):05d}",
        )
    )
    if len(number) == 8:
        grouped = (
            number[:4] + " " + number[4:],
            f"{number[:2]} {number[2:5]} {number[5:]}",
            " ".join(number[i : i + 2] for i in (0, 2, 4, 6)),
        )
    else:
        grouped = (
            number[:3] + " " + number[3:],
            f"{number[:3]} {number[3:5]} {number[5:]}",
            number[:3] + "-" + number[3:],
        )
    body = chance.choice((number, number, *grouped, number[:4] + "-" + number[4:], number[:4] + "." + number[4:]))
    return chance.choice(("", "", "", "+372 ", "+372", "+372-", "00372 ", "(+372) ", "372 ")) + body


def _email(chance: random.Random) -> str:
    return chance.choice(NAMES) + chance.choice(AT) + chance.choice(DOMAINS)


def _iban(chance: random.Random) -> str:
    body = f"{chance.choice(('22', '10', '77', '42'))}{chance.randrange(10**14):014d}"
    account = f"EE{iban.calc_check_digits('EE00' + body)}{body}"
    fours = " ".join(account[i : i + 4] for i in range(0, len(account), 4))
    return chance.choice(
        (account, account, fours, fours, account.lower(), fours.replace(" ", "\u00a0"), fours.replace(" ", "-"))
    )


WRITERS = {PERSONAL_CODE: _code, PHONE: _phone, EMAIL: _email, IBAN: _iban}
