"""Finds questions and replies in transcripts and letters. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from raekoda.platform.core.sentences import sentences

WORDS = {
    "et": (
        "kas|kuidas|kuidasmoodi|millal|kus|kuhu|kust|kes|kelle|kellele|kellega|kelleks|mis|mida|miks|mille|millele|millega|"
        "milleks|millest|milline|millise|millised|milliseid|kui palju|kui kaua|kui pikk|kui suur|mitu|mitmes|mis ajast"
    ),
    "en": (
        "how|when|where|what|who|whom|whose|why|which|can i|can we|can you|could i|could you|do i|do we|do you|does|"
        "is it|is there|are there|may i|should i|must i|am i"
    ),
    "ru": (
        "как|когда|где|куда|откуда|кто|кому|кого|кем|что|чего|почему|зачем|сколько|какой|какая|какие|какое|каким|каких|"
        "можно ли|нужно ли|есть ли|будет ли|могу ли"
    ),
}
INDIRECT = re.compile(
    r"(?:palun öelge|palun ütelge|öelge palun|sooviksin teada|soovin teada|tahaksin teada|tahtsin teada|tahaks teada|"
    r"tahtsin küsida|tahaksin küsida|sooviksin küsida|huvitab|kas oskate öelda|ei tea|would like to know|want to know|"
    r"could you tell me|can you tell me|please tell me|wondering|хочу узнать|хотел бы узнать|хотела бы узнать|"
    r"хотел узнать|хотела узнать|подскажите|скажите|интересует|не знаю)",
    re.IGNORECASE,
)
JOINING = re.compile(r"^(?:aga|ja|siis|and|but|so|а|и|но),?\s+", re.IGNORECASE)
ASKING = re.compile(rf"^(?:(?:aga|ja|and|but|а|и|so|siis)\s+)?(?:{'|'.join(WORDS.values())})(?!\w)", re.IGNORECASE)
ASKING_WITHIN = re.compile(rf"(?<!\w)(?:{'|'.join(WORDS.values())})(?!\w)", re.IGNORECASE)
COURTESY = re.compile(
    r"kuidas (?:ma )?(?:saan|saame|võin) (?:teid |teile )?(?:aidata|kasulik)|kas (?:te )?kuulete|kuidas läheb|"
    r"kuidas käsi käib|kas (?:ma )?(?:saan|saaksin) (?:veel )?(?:millegagi )?aidata|mis teie nimi|kuidas (?:teie )?nimi|"
    r"kellega ma räägin|how (?:can|may) i help|can you hear|how are you|what is your name|anything else|"
    r"чем (?:я )?могу (?:вам )?помочь|вы меня слышите|как (?:у вас )?дела|как вас зовут",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"^(?:tere|tervist|hommikust|päevast|halloo|kuulen|linnavalitsus|vallavalitsus|lugupeetud|hello|hi|good (?:morning|"
    r"afternoon|day)|dear|здравствуйте|добрый (?:день|вечер)|доброе утро|алло|уважаем\w+)(?!\w)",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^(?:lugupidamisega|parimate soovidega|heade soovidega|tervitades|tervitustega|ette tänades|aitäh|tänan|suur tänu|"
    r"head aega|nägemist|kõike head|ootan vastust|jään ootama|best regards|kind regards|yours|sincerely|regards|thank|"
    r"thanks|goodbye|bye|looking forward|с уважением|спасибо|заранее|до свидания|всего доброго|жду ответа)(?!\w)",
    re.IGNORECASE,
)
ASKER = r"küsimus|küsija|helistaja|elanik|klient|question|caller|resident|q|вопрос|звонящий|житель|k"
REPLIER = r"vastus|vastaja|operaator|ametnik|linnavalitsus|answer|operator|official|a|ответ|оператор|чиновник|v"
LABEL = re.compile(rf"^\W{{0,3}}(?:(?P<asker>{ASKER})|(?P<replier>{REPLIER}))(?:\s*\d+)?\s*:\s*", re.IGNORECASE)
LONGEST_QUESTION, LONGEST_REPLY, LONGEST_CONTEXT = 1_000, 1_500, 200
FEWEST_WORDS = 2
MOST = 40
SENTENCE_END = re.compile(r"[.!?…][\"”»)\]]*\s*$")


@dataclass(frozen=True)
class Line:
    """A sentence with its start in seconds and its speaker, when known."""

    text: str
    start: float | None = None
    speaker: str = ""


@dataclass(frozen=True)
class Question:
    """A question, preceded by its context sentence if there is one, and the reply ("" when there is none)."""

    question: str
    reply: str
    start: float | None = None


def split_lines(segments: Iterable[dict[str, Any]]) -> list[Line]:
    """Sentences of segments ({text, start, speaker}; the last two are optional), in order. The labels "Question:" and
    "Answer:" set the speaker until the next label."""
    lines: list[Line] = []
    for text, start, speaker in _join_sentences(list(segments)):
        for sentence in sentences(text):
            label = LABEL.match(sentence)
            if label:
                speaker = "asker" if label["asker"] else "replier"
            words = sentence[label.end() :] if label else sentence
            if words.strip():
                lines.append(Line(words.strip(), start, speaker or (lines[-1].speaker if lines else "")))
    return lines


def is_letter(text: str) -> bool:
    """Whether a text is a letter, by its greeting or closing; text after a question is then not a reply."""
    lines = [line.strip() for line in text.splitlines()]
    return any(GREETING.match(line) or CLOSING.match(line) for line in lines)


def _join_sentences(segments: list[dict[str, Any]]) -> Iterator[tuple[str, float | None, str]]:
    """Join segments where a sentence spans several; segments without any punctuation are not joined."""
    punctuated = any(re.search(r"[.!?]", row["text"]) for row in segments)
    text, start, speaker = "", None, ""
    for row in segments:
        runs_over = text and punctuated and not SENTENCE_END.search(text) and row.get("speaker", "") == speaker
        if runs_over:
            text = f"{text} {row['text']}"
            continue
        if text:
            yield text, start, speaker
        text, start, speaker = row["text"], row.get("start"), row.get("speaker", "")
    if text:
        yield text, start, speaker


def find_questions(lines: list[Line]) -> list[Question]:
    """Distinct questions in order. Consecutive questions are combined."""
    asked: list[Question] = []
    position = reply_end = 0
    while position < len(lines) and len(asked) < MOST:
        if not is_question(lines[position]):
            position += 1
            continue
        last = position
        while last + 1 < len(lines) and is_question(lines[last + 1]):
            last += 1
        reply, following = _reply(lines, last + 1)
        context = _context(lines, position) if position > reply_end else []
        question = " ".join([*context, *(line.text for line in lines[position : last + 1])])
        asked.append(Question(question[:LONGEST_QUESTION], reply, lines[position].start))
        position = reply_end = following
    return list({each.question.casefold(): each for each in reversed(asked)}.values())[::-1]


def is_question(line: Line) -> bool:
    """Whether a line is a question: by a question mark, a leading question word, or an indirect question ("I would like to
    know"). Questions of the replier and polite phrases are excluded."""
    text = line.text.strip()
    if line.speaker == "replier" or len(text.split()) < FEWEST_WORDS or COURTESY.search(text):
        return False
    if re.search(r"\?[\"”»)\]]*$", text):
        return True
    indirect = INDIRECT.search(text)
    if indirect and ASKING_WITHIN.search(text, indirect.end()):
        return True
    return bool(ASKING.match(text)) and not re.search(r"[.!…][\"”»)]*$", text)


def make_title(question: str, longest: int = 150) -> str:
    """A title: the first interrogative sentence, cut at a word to ``longest`` characters."""
    parts = sentences(question)
    asking = [each for each in parts if is_question(Line(each))]
    title = JOINING.sub("", (asking or parts or [""])[0])
    title = title[:1].upper() + title[1:]
    return title if len(title) <= longest else f"{title[:longest].rsplit(' ', 1)[0]} …"


def _context(lines: list[Line], position: int) -> list[str]:
    """The sentence before a question, if it is by the same speaker and short enough."""
    if not position:
        return []
    before = lines[position - 1]
    fits = before.speaker == lines[position].speaker and len(before.text) <= LONGEST_CONTEXT
    return [before.text] if fits and not (GREETING.match(before.text) or CLOSING.match(before.text)) else []


def _reply(lines: list[Line], position: int) -> tuple[str, int]:
    """The text after a question until the next question or a closing, and the index of the line after it."""
    reply: list[str] = []
    length = 0
    while position < len(lines) and not is_question(lines[position]):
        line = lines[position]
        position += 1
        if CLOSING.match(line.text):
            break
        if line.speaker == "asker" or GREETING.match(line.text):
            continue
        if length + len(line.text) > LONGEST_REPLY:
            break
        reply.append(line.text)
        length += len(line.text)
    return " ".join(reply), position
