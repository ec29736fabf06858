"""Surveys of the demo city: half a year of answers, and the public results made of them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from blocks.polls.models import Ballot, FreeText, Survey, SurveyRevision, Topic
from blocks.polls.rules import Stratum
from blocks.polls.services.tallying import rebuild_tallies
from cms.demo.bodies import City
from core import clock
from core.words import Text
from crm.publishing.ratings import publish_ratings
from crm.publishing.surveys import publish_surveys

HALF_A_YEAR = 182
RATED = {
    "tsnap": (380, 4.5), "departament-zhkh": (412, 4.1), "upravlinnia-osvity": (160, 4.3),
    "miska-likarnia": (95, 3.8), "verbivtrans": (64, 3.4),
}  # fmt: skip
TOPICS = (
    ("transport", "Транспорт і вулиці", "Transport and streets"),
    ("parky", "Парки та двори", "Parks and courtyards"),
    ("kultura", "Культура і свята", "Culture and holidays"),
)
WORDS = (
    "Прийняли вчасно, усе пояснили. Дякую.",
    "Довго чекала під кабінетом, хоча була записана.",
    "Добре, що можна записатися заздалегідь, але таблички біля входу замало.",
)


def both(uk: str, en: str) -> dict[str, str]:
    return {"uk": uk, "en": en}


def options(*rows: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [{"code": code, "label": both(uk, en)} for code, uk, en in rows]


STARS = {
    "type": "stars", "code": "stars", "required": True,
    "label": both("Скільки зірок Ви поставите?", "How many stars do you give?"),
}  # fmt: skip
LEAST = {
    "type": "multiple", "code": "least",
    "label": both("Що сподобалося найменше?", "What did you like least?"),
    "only_if": {"question": "stars", "options": ["1", "2", "3"]},
    "options": options(
        ("waiting", "Довго чекали під кабінетом", "A long wait at the door"),
        ("sent", "Відправили до іншої установи", "Sent to another office"),
        ("unclear", "Не пояснили, що робити далі", "Nobody said what to do next"),
        ("rude", "Нечемно розмовляли", "Rude talk"),
        ("far", "Важко дістатися або зайти", "Hard to reach or to enter"),
    ),
}  # fmt: skip
COMMENT = {"type": "text", "code": "comment", "label": both("Додайте своїми словами", "Your words")}
STREET = {
    "type": "agree", "code": "street", "required": True,
    "label": both(
        "Чи зробити Ратушну площу пішохідною у вихідні?",
        "Should Ratushna square be for walking only at weekends?",
    ),
}  # fmt: skip
CARE = {
    "type": "matrix", "code": "care",
    "label": both("Як доглядають за парками?", "How are the parks looked after?"),
    "rows": options(
        ("paths", "Доріжки та лави", "Paths and benches"), ("lamps", "Освітлення", "Lamps"),
        ("green", "Дерева і газони", "Trees and lawns"),
    ),
    "columns": options(
        ("bad", "Погано", "Badly"), ("so", "Посередньо", "So-so"), ("good", "Добре", "Well"),
    ),
}  # fmt: skip
ADVISE = {
    "type": "nps", "code": "advise",
    "label": both("Чи порадите наші парки друзям?", "Would you recommend our parks to friends?"),
}  # fmt: skip


def build_surveys(city: City, now: datetime, chance: Any) -> None:
    """Rated addressees, three topics with an open, a closed and a coming survey."""
    topics = [
        Topic.objects.create(slug=slug, name=Text(uk=uk, en=en), order=order)
        for order, (slug, uk, en) in enumerate(TOPICS)
    ]
    for slug, (count, mean) in RATED.items():
        if slug in city.bodies:
            _rate(city.bodies[slug], count, mean, now, chance)
    _street(topics[0], now, chance)
    _parks(topics[1], now, chance)
    _make(
        "sviato-mista", "Яким буде День міста?", "What shall the Day of the city be?", [STREET],
        now, topic=topics[2], about=Survey.About.TOPIC, opens_at=now + timedelta(days=9),
        closes_at=now + timedelta(days=39),
    )  # fmt: skip
    publish_surveys(now)
    publish_ratings(now)


def _make(
    slug: str, uk: str, en: str, questions: list[dict[str, Any]], at: datetime, **facts: Any
) -> Survey:
    survey = Survey.objects.create(slug=slug, name=Text(uk=uk, en=en), live=True, **facts)
    SurveyRevision.objects.filter(survey=survey).delete()  # saving may have kept one already
    SurveyRevision.objects.create(survey=survey, number=1, questions=questions, created_at=at)
    return survey


def _rate(addressee: Any, count: int, mean: float, now: datetime, chance: Any) -> None:
    start = now - timedelta(days=HALF_A_YEAR)
    survey = _make(
        f"pryiom-{addressee.slug}"[:60],
        f"Як Вас прийняли: {addressee.name.in_language('uk')}"[:160],
        f"How you were received: {addressee.name.in_language('en')}"[:160],
        [STARS, LEAST, COMMENT], start, about=Survey.About.ADDRESSEE, addressee=addressee,
        opens_at=start,
    )  # fmt: skip
    answers = []
    for day in _days(count, now, chance):
        stars = min(5, max(1, round(chance.gauss(mean + 0.3, 1.0))))
        given: dict[str, Any] = {"stars": stars}
        if stars <= 3:
            codes = [one["code"] for one in LEAST["options"]]
            given["least"] = sorted({chance.choice(codes), chance.choice(codes[:2])})
        if chance.random() < 0.1:
            given["comment"] = True
        stratum = Stratum.VERIFIED if chance.random() < 0.45 else Stratum.OPEN
        answers.append((day, stratum, given))
    _store(survey, answers)
    for text in WORDS:
        FreeText.objects.create(
            survey=survey, question="comment", text=text, state=FreeText.State.PUBLISHED,
            stratum=Stratum.OPEN, day=clock.local(now).date(), decided_at=now,
        )  # fmt: skip


def _street(topic: Topic, now: datetime, chance: Any) -> None:
    survey = _make(
        "ratushna-ploshcha", "Ратушна площа у вихідні", "Ratushna square at weekends", [STREET],
        now, topic=topic, about=Survey.About.TOPIC, opens_at=now - timedelta(days=40),
        closes_at=now + timedelta(days=20),
    )  # fmt: skip
    answers = []
    for day in _days(640, now, chance, 40):
        said = chance.choices(("agree", "disagree", "pass"), (58, 31, 11))[0]
        stratum = chance.choices((Stratum.VERIFIED, Stratum.OPEN), (4, 6))[0]
        answers.append((day, stratum, {"street": said}))
    shouted = [(clock.local(now).date(), Stratum.DOUBTFUL, {"street": "disagree"})] * 34
    _store(survey, [*answers, *shouted])


def _parks(topic: Topic, now: datetime, chance: Any) -> None:
    survey = _make(
        "parky-vlitku", "Парки влітку", "Parks in summer", [CARE, ADVISE], now, topic=topic,
        about=Survey.About.TOPIC, opens_at=now - timedelta(days=120),
        closes_at=now - timedelta(days=30), closed_at=now - timedelta(days=30),
    )  # fmt: skip
    answers = []
    for day in _days(230, now - timedelta(days=30), chance, 90):
        care = {
            row["code"]: chance.choices(("bad", "so", "good"), (2, 3, 5))[0] for row in CARE["rows"]
        }
        advise = min(10, max(0, round(chance.gauss(8, 2))))
        answers.append((day, Stratum.OPEN, {"care": care, "advise": advise}))
    _store(survey, answers)


def _days(count: int, till: datetime, chance: Any, back: int = HALF_A_YEAR) -> Iterator[date]:
    for _one in range(count):
        yield clock.local(till - timedelta(days=chance.randrange(back))).date()


def _store(survey: Survey, answers: list[tuple[date, str, dict[str, Any]]]) -> None:
    """Ballots in the order of days, and their tallies."""
    answers.sort(key=lambda one: one[0])
    Ballot.objects.bulk_create(
        [
            Ballot(survey=survey, revision=1, day=day, stratum=stratum, answers=given)
            for day, stratum, given in answers
        ],
        batch_size=500,
    )
    rebuild_tallies(survey)
