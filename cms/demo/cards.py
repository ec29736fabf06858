"""What the clerk of Вербів writes on registration cards, in the proportions of a real city.

Chance here is its own, so the rest of the city does not move when the cards are written anew.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cms.demo.bodies import City
from cms.demo.city import plan
from cms.demo.letters import Letter
from core.accounts.models import User
from crm.appeals.card_models import Question
from crm.appeals.card_rules import Asked

# Of a hundred appeals, how many came so.
SIGNS = {"2.1": 84, "2.2": 8, "2.3": 3, "2.4": 3, "2.5": 2}
ON_PAPER = {"1.1": 40, "1.3": 12, "1.4": 28, "1.5": 6, "1.6": 14}
CATEGORIES = (
    *("7.1", "7.2", "7.3", "7.4", "7.5", "7.6", "7.7", "7.8", "7.9", "7.10", "7.11", "7.12"),
    *("7.13", "7.14", "7.15", "7.16", "7.17", "7.18", "7.19", "x.idp", "x.fallen_family", "7.99"),
)
STATUSES = (
    *("8.1", "8.1", "8.1", "8.2", "8.3", "8.4", "8.4", "8.5", "8.6", "8.7", "8.8", "8.9", "8.10"),
    *("8.11", "8.12", "8.99"),
)
POWER = [
    ("Сумська обласна військова адміністрація", "local"),
    ("Роменська районна військова адміністрація", "local"),
    ("Секретаріат Кабінету Міністрів України", "central"),
    ("Офіс Президента України", "central"),
    ("Міністерство розвитку громад та територій України", "central"),
]
OTHERS = ["Урядовий контактний центр", "Уповноважений Верховної Ради України з прав людини"]
MEDIA = ["Газета «Вербівські вісті»"]
MORE = {
    "Q01": "Робота промислової зони поруч",
    "Q02": "Межі земельної ділянки",
    "Q03": "Рух великовагових машин вулицею",
    "Q04": "Дозвіл на будівельні роботи",
    "Q05": "Податкова пільга на нерухомість",
    "Q06": "Призначення допомоги",
    "Q07": "Заборгованість із заробітної плати на підприємстві",
    "Q08": "Запис до сімейного лікаря",
    "Q09": "Прибирання прибудинкової території",
    "Q10": "Капітальний ремонт будинку",
    "Q11": "Забруднення річки",
    "Q12": "Порушення тиші в нічний час",
    "Q13": "Робота дитячого гуртка",
    "Q14": "Охорона памʼятки архітектури",
    "Q15": "Харчування у школі",
    "Q16": "Висвітлення роботи ради",
    "Q17": "Приміщення для громадського обʼєднання",
    "Q18": "Пропозиція змін до закону",
    "Q19": "Робота територіального органу міністерства",
    "Q20": "Робота районної адміністрації",
    "Q21": "Дії посадової особи виконавчого комітету",
    "Q22": "Стан укриття",
    "Q23": "Межі старостинського округу",
    "Q24": "Інше прохання",
}
NAMES = ("Бойко", "Кравчук", "Олійник", "Поліщук", "Гаврилюк", "Павленко", "Левченко", "Рудь")
INITIALS = ("О. В.", "М. І.", "Н. П.", "С. Ю.", "В. А.", "Т. Г.")


@dataclass
class Written:
    """A card as the clerk has confirmed it."""

    card: dict[str, Any] = field(default_factory=dict)
    questions: list[Asked] = field(default_factory=list)
    reception: dict[str, Any] | None = None


class Cards:
    """One chance for all the cards; categories and topics come in turn, so all are there."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.chance = random.Random(plan.SEED + 1)
        self.turn = 0

    def write(
        self, letter: Letter, author: User, channel: str, day: date, *, is_entity: bool
    ) -> Written:
        self.turn += 1
        written = Written(card={"sign": _drawn(SIGNS, self.chance)})
        written.questions = self._questions(letter)
        if channel == "paper":
            written.card |= self._came(day)
        if not is_entity:
            written.card |= self._person(author)
        if channel == "reception":
            written.reception = self._received(letter)
        return written

    def typed(self, number: int, author: User) -> dict[str, Any]:
        """A collective letter as its author types it: every seventeenth is one."""
        if number % 17 != 4:
            return {}
        people = [f"{author.last_name} {author.first_name} {author.middle_name}", *self._people()]
        many = len(people) + self.chance.randint(0, 30)
        return {
            "is_collective": True,
            "signatories": "\n".join(people),
            "signatories_count": str(many),
        }

    def complaint(self, day: date, *, is_fresh: bool) -> dict[str, Any]:
        """Of some complaints the days are known; a fresh one may have come too late (A-13)."""
        if self.chance.random() > 0.4:
            return {}
        is_late = is_fresh and self.chance.random() < 0.4
        learned = day - timedelta(days=self.chance.randint(40, 80) if is_late else 12)
        decided = learned - timedelta(days=self.chance.randint(3, 20))
        return {
            "decision_ref": f"№ {self.chance.randint(3, 90)}-р",
            "decision_on": f"{decided:%Y-%m-%d}",
            "learned_on": f"{learned:%Y-%m-%d}",
        }

    def results(self, questions: Iterable[Question], result: str) -> dict[int, tuple[str, str]]:
        """The main question as the letter has it, others explained or refused."""
        given = {}
        for one in questions:
            is_refused = not one.is_main and self.chance.random() < 0.4
            other = ("9.2", "Питання не належить до повноважень ради (ст. 7).")
            explained = (result if one.is_main else "9.3", "")
            given[one.number] = other if is_refused else explained
        return given

    def _received(self, letter: Letter) -> dict[str, Any]:
        official = self.chance.choice(list(self.city.people.values()))
        return {
            "official": official,
            "official_name": "",
            "content": letter.subject,
            "charged": str(letter.addressee.name["uk"])[:250],
            "result": "Розʼяснено на прийомі, письмову відповідь надішлють.",
            "note": "",
        }

    def _questions(self, letter: Letter) -> list[Asked]:
        asked = [Asked(letter.topic)]
        if self.turn % 5 == 2:
            codes = sorted(MORE)
            code = codes[self.turn // 5 % len(codes)]
            if code != letter.topic:
                asked.append(Asked(code, MORE[code], is_main=False))
        return asked

    def _person(self, author: User) -> dict[str, Any]:
        said: dict[str, Any] = {}
        if self.turn % 5:
            said["sex"] = "4.2" if author.middle_name.endswith("на") else "4.1"
        if self.turn % 3 == 0:
            said["categories"] = [CATEGORIES[self.turn // 3 % len(CATEGORIES)]]
        if self.turn % 9 == 0:
            said["categories"] = sorted({*said["categories"], "7.13"})
        if self.turn % 2:
            said["social_status"] = STATUSES[self.turn // 2 % len(STATUSES)]
        return said

    def _came(self, day: date) -> dict[str, Any]:
        chance, number = self.chance, self.turn
        form = _drawn(ON_PAPER, chance)
        said: dict[str, Any] = {
            "receipt_form": form,
            "pages": chance.randint(1, 6),
            "signed_on": day - timedelta(days=chance.randint(2, 9)),
            "envelope_on": day - timedelta(days=chance.randint(1, 2)),
            "original_place": f"Справа 02-17, том {day.month}",
        }
        if form == "1.3":
            said["representative_name"] = f"{chance.choice(NAMES)} {chance.choice(INITIALS)}"
            said["representative_document"] = f"Довіреність № {number} від {day:%d.%m.%Y}"
        if form in ("1.4", "1.5", "1.6"):
            body, level = chance.choice(POWER)
            if form != "1.4":
                body, level = chance.choice(OTHERS if form == "1.6" else MEDIA), ""
            said |= {
                "source_body": body,
                "source_level": level,
                "source_index": f"{chance.randint(2, 30)}-{chance.randint(100, 990)}/{day:%y}",
                "source_on": day - timedelta(days=chance.randint(2, 6)),
            }
        return said

    def _people(self) -> list[str]:
        house = self.chance.choice(plan.houses())
        where = f"{house.street.name}, {house.number}"
        flats = self.chance.sample(range(1, 80), self.chance.randint(4, 11))
        return [
            f"{self.chance.choice(NAMES)} {self.chance.choice(INITIALS)}; {where}/{flat}"
            for flat in flats
        ]


def _drawn(weights: dict[str, int], chance: random.Random) -> str:
    return chance.choices(list(weights), weights=list(weights.values()))[0]
