"""What residents of Вербів write about and what they are told: texts with streets filled in."""

import random
from dataclasses import dataclass
from typing import Any

from cms.demo.bodies import City
from cms.demo.city import plan
from cms.demo.texts import on_street, read
from directory.models import Addressee

STOPS = ["Ринок", "Площа", "Вокзал", "Ткацька", "Парк", "Лікарня", "Набережна"]
BUSES = ["3", "7", "12", "15", "21"]
NOTES = [
    "Зателефонував заявниці, уточнив адресу та час огляду.",
    "Запит до підприємства надіслано, чекаю на відповідь до пʼятниці.",
    "Такі самі звернення були торік, рішення — у справі того кварталу.",
    "Фото з місця долучу після виїзду.",
    "Погоджено з бухгалтерією, кошти в межах кошторису.",
]
ADDITIONS = [
    "Додаю: після вчорашнього дощу стало гірше.",
    "Уточнюю адресу: вхід з двору, а не з вулиці.",
    "Приходив майстер, але роботу не закінчив. Прошу врахувати.",
    "Сусіди з третього підʼїзду підтримують це звернення.",
]
TASKS = [
    "Виїхати на місце, сфотографувати й скласти акт.",
    "Узгодити строки робіт із підрядником і повідомити мене.",
    "Перевірити договір обслуговування цього будинку.",
    "Підготувати довідку про видатки за цим обʼєктом за рік.",
]
REMARKS = [
    "Додайте, будь ласка, дату завершення робіт.",
    "Напишіть простіше й без скорочень.",
    "Зазначте, хто відповідає за контроль і куди звертатися далі.",
]
RETURNED = (
    "Повертаємо звернення, бо в ньому не зазначено, про який саме будинок ідеться. "
    "Надішліть його ще раз з адресою, і ми розглянемо його в перший день."
)
FORWARDED = [
    ("АТ «Сумиобленерго»", "Електромережі до будинку належать обленерго."),
    ("ГУ Національної поліції в Сумській області", "Порушення правил паркування."),
    ("Сумська обласна військова адміністрація", "Дорога обласного значення."),
]
REFUSED = "З цього питання відділ уже дав відповідь по суті; нових обставин у зверненні немає."
SOONER = "Удома мала дитина, чекати цілий місяць важко. Прошу розглянути раніше."
AGREED = "Зважаючи на обставини родини, відповідь надамо раніше."
CURIOUS = "Прошу ознайомити мене з актом обстеження, складеним за моїм зверненням."
OPINIONS = [
    "Підтримую. Головне, щоб проєкт показали мешканцям до початку робіт, а не після.",
    "Пропоную почати з малого: один квартал, пів року, потім порахувати, що змінилося.",
    "Важливо подумати про людей на кріслах колісних: пандуси, рівне покриття, місця для сидіння.",
    "Не підтримую в такому вигляді: забагато коштів. Спершу полагодьмо тротуари на {on_street}.",
    "Ми з сусідами на {on_street} готові допомогти руками, якщо місто дасть матеріали.",
    "Хочу бачити три варіанти з цінами, тоді буде легше обирати.",
    "Зробіть, будь ласка, більше світла й зелені, тіні влітку зовсім бракує.",
]
WITHDRAWN = "Питання вирішилося, дякую."


@dataclass(frozen=True)
class Letter:
    """One appeal to be written, and the answer that waits for it."""

    addressee: Addressee
    kind: str
    subject: str
    body: str
    resolution: str
    reply: str
    result: str
    topic: str


def compose(city: City, chance: random.Random) -> Letter:
    """An appeal on a believable matter, with a street, a house and numbers of its own."""
    rows = read("appeals")
    row = chance.choices(rows, weights=[one["weight"] for one in rows])[0]
    return fill(row, _addressee(city, row, chance), chance)


def fill(row: dict[str, Any], addressee: Addressee, chance: random.Random) -> Letter:
    house = chance.choice(plan.houses())
    street = house.street.name
    facts = {
        "street": street,
        "on_street": on_street(street),
        "house": house.number,
        "address": f"{street}, {house.number}",
        "days": chance.randint(5, 20),  # the letters say «днів», which fits these only
        "number": chance.randint(12, 480),
        "bus": chance.choice(BUSES),
        "stop": chance.choice(STOPS),
    }
    said = {name: row[name].format(**facts) for name in ("subject", "body", "resolution", "reply")}
    greeting = "Доброго дня.\n\n" if chance.random() < 0.5 else ""
    said["body"] = greeting + said["body"]
    said["reply"] = "Шановний заявнику.\n\n" + said["reply"]
    return Letter(addressee, row["kind"], result=row["result"], topic=row["topic"], **said)


def letter_on(city: City, words: str, chance: random.Random) -> Letter:
    """The appeal whose subject begins so: for the stories of the demo's own resident."""
    row = next(one for one in read("appeals") if one["subject"].startswith(words))
    return fill(row, city.bodies[row["to"][0]], chance)


def _addressee(city: City, row: dict[str, Any], chance: random.Random) -> Addressee:
    slug = chance.choice(row["to"])
    if slug == "deputat":
        return chance.choice(city.members["deputaty"])
    return city.bodies[slug]
