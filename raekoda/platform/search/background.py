"""The similarity that a model gives to unrelated texts: the background from which similarity is measured."""

from __future__ import annotations

from functools import lru_cache

from raekoda.platform.search.embedding import Embedder

PAIRS = (
    ("Millal algab lasteaia suvepuhkus?", "Koera tuleb avalikus kohas hoida rihma otsas. Koristage oma looma järelt."),
    ("kuidas saada kaeveluba", "Raamatukogus toimub neljapäeval lastele muinasjututund. Osalemine on tasuta."),
    ("где взять справку о месте жительства", "Заявку на участие в конкурсе песен принимают до конца марта."),
    ("how do I report a broken street light", "The committee reads the budget of the museum in autumn."),
    ("kui palju maksab parkimine kesklinnas", "Eakate päevakeskus pakub juuksuri ja pediküüri teenust."),
    ("prügi jäi ära viimata", "Sõlmige abielu perekonnaseisuosakonnas. Avaldus esitage vähemalt kuu aega varem."),
    ("как записать ребёнка в школу", "Снег с крыши обязан убирать владелец дома. Сосульки опасны для прохожих."),
    ("where can I swim in summer", "An excavation permit is needed before digging in the street."),
    ("kas naaber tohib öösel muusikat mängida", "Puu raiumiseks on vaja luba, kui tüve läbimõõt on suurem."),
    ("bussi sõiduplaan muutus", "Projekteerimistingimused annab linnavalitsus korraldusega. Taotlusele lisage skeem."),
    ("сколько стоит вода", "Волонтёры сажают цветы у памятника. Инструменты дадут на месте."),
    ("who decides about the new playground", "Hot meals are brought home to people who cannot cook."),
)


@lru_cache(maxsize=4)
def measure(model: Embedder) -> tuple[float, float]:
    """Mean and standard deviation of the cosine of unrelated questions and passages."""
    questions, passages = zip(*PAIRS, strict=True)
    similarity = model.queries(questions) @ model.passages(passages).T
    return float(similarity.mean()), float(similarity.std())
