"""Three hundred appeals over the past year, each led through its life by the real services."""

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from blocks.forms.models import FormDefinition
from cms.demo import letters, lives
from cms.demo.bodies import City
from cms.demo.cards import Cards
from cms.demo.city import plan
from cms.demo.letters import Letter
from cms.demo.lives import Moment, Step
from cms.demo.people import Cast
from core.accounts.models import User
from crm.appeals import services
from crm.appeals.rules import is_edrpou
from crm.cases.models import Case
from crm.cases.services import add_note
from directory.models import Profile

APPEALS = 275
OPINIONS = 25
PHOTO_EVERY = 15
ASSIGN_EVERY = 6
CHANNELS = {"web": 76, "phone": 7, "paper": 12, "reception": 5}

# The demo's own resident: what about, how many days ago, which way it went.
STORIES = [
    ("Протікає дах", 203, "plain"),
    ("Перевірка розміру житлової субсидії", 118, "plain"),
    ("Автобус № {bus}", 64, "withdraw"),
    ("Не світять ліхтарі", 34, "plain"),
    ("Ліфт стоїть", 9, "stuck"),
    ("Не вивозять сміття", 2, "plain"),
    ("Яма на дорозі", 0, "plain"),
]
# What waits on the desk today: the way, how many, and how many days old.
ON_DESK = [
    ("waiting", 6, (2, 4)),
    ("unaccepted", 7, (3, 7)),
    ("unsigned", 9, (9, 20)),
    ("stuck", 7, (24, 31)),
]


@dataclass
class Life:
    """An appeal being lived: who wrote, what, and the case once there is one."""

    letter: Letter
    author: User
    form: FormDefinition
    channel: str = "web"
    data: dict | None = None
    with_photo: bool = False
    case: Case | None = None


class Town:
    """Everything the steps need: the people, the chance and the present."""

    def __init__(self, city: City, cast: Cast, now: datetime, chance: random.Random) -> None:
        self.city, self.cast, self.chance, self.cards = city, cast, chance, Cards(city)
        self.turn = itertools.count(1)
        self.now = Profile.objects.current().local(now)
        self.forms = {form.slug: form for form in FormDefinition.objects.all()}
        self.doing: dict[Step, Callable[[Life, datetime], object]] = {
            Step.SUBMIT: self.submit,
            Step.REGISTER: self.register,
            Step.RETURN: self.give_back,
            Step.FORWARD: self.forward,
            Step.REFUSE: self.refuse,
            Step.WITHDRAW: self.withdraw,
            Step.ASSIGN: self.assign,
            Step.ACCEPT: self.accept,
            Step.NOTE: self.note,
            Step.ADD: self.add,
            Step.DRAFT: self.draft,
            Step.REWORK: self.rework,
            Step.SIGN: self.sign,
            Step.CLOSE: self.close,
        }

    def submit(self, life: Life, at: datetime) -> object:
        draft = services.open_draft(life.author, "", life.letter.addressee, life.form, at)
        typed = self._typed(life)
        if life.letter.kind == "complaint":
            is_fresh = self.now - at < timedelta(days=6)
            typed |= self.cards.complaint(at.date(), is_fresh=is_fresh)
        services.save_draft(draft, typed, at)
        if life.with_photo:
            made = scan() if life.channel == "paper" else photo(self.chance)
            services.add_draft_files(draft, [made], at)
        return services.register_appeal(draft, life.author, at, channel=life.channel)

    def register(self, life: Life, at: datetime) -> object:
        if life.case.kind != "appeal":
            return self.close(life, at)
        is_entity = life.form.applicant == FormDefinition.Applicant.LEGAL_ENTITY
        day = life.case.registered_on
        written = self.cards.write(life.letter, life.author, life.channel, day, is_entity=is_entity)
        return services.confirm_registration(
            life.case,
            self.cast.staff["clerk"],
            at,
            kind=life.letter.kind,
            card=written.card,
            questions=written.questions,
            reception=written.reception,
        )

    def give_back(self, life: Life, at: datetime) -> object:
        clerk = self.cast.staff["clerk"]
        return services.return_to_author(life.case, letters.RETURNED, clerk, at, ground="data")

    def forward(self, life: Life, at: datetime) -> object:
        body, reason = self.chance.choice(letters.FORWARDED)
        return services.forward_appeal(life.case, body, reason, self.cast.staff["clerk"], at)

    def refuse(self, life: Life, at: datetime) -> object:
        head = self.cast.staff["head"]
        return services.refuse_consideration(
            life.case, letters.REFUSED, head, at, ground="repeated"
        )

    def withdraw(self, life: Life, at: datetime) -> object:
        return services.withdraw_appeal(life.case, life.author, at, reason=letters.WITHDRAWN)

    def assign(self, life: Life, at: datetime) -> object:
        return services.assign_appeal(
            life.case,
            self._executor(life),
            self.cast.staff["head"],
            at,
            resolution=life.letter.resolution,
        )

    def accept(self, life: Life, at: datetime) -> object:
        services.accept_assignment(life.case, self._executor(life), at)
        if not next(self.turn) % ASSIGN_EVERY:
            self._charge(life, at)
        return life.case

    def _charge(self, life: Life, at: datetime) -> None:
        """The head wants one more thing done, by the same executor or the demo's own."""
        people = [self._executor(life), self.cast.staff["executor"]]
        person = self.chance.choice([one for one in people if one.pk != life.author.pk])
        due = min(at.date() + timedelta(days=6), life.case.due_on)
        head, words = self.cast.staff["head"], self.chance.choice(letters.TASKS)
        given = services.issue_assignment(life.case, person, words, due, head, at)
        if self.chance.random() < 0.5:
            services.move_assignment(given, "accepted", person, at)

    def note(self, life: Life, at: datetime) -> object:
        words = self.chance.choice(letters.NOTES)
        return add_note(life.case, words, self._executor(life), at)

    def add(self, life: Life, at: datetime) -> object:
        words = self.chance.choice(letters.ADDITIONS)
        return services.add_to_appeal(life.case, words, [], life.author, at)

    def draft(self, life: Life, at: datetime) -> object:
        letter, result = life.letter, life.letter.result
        results = self.cards.results(life.case.questions.all(), result)
        return services.draft_reply(
            life.case, letter.reply, result, self._executor(life), at, results=results
        )

    def rework(self, life: Life, at: datetime) -> object:
        remark = self.chance.choice(letters.REMARKS)
        return services.return_for_rework(life.case, remark, self.cast.staff["head"], at)

    def sign(self, life: Life, at: datetime) -> object:
        return services.sign_reply(life.case, self.cast.staff["head"], at)

    def close(self, life: Life, at: datetime) -> object:
        return services.close_appeal(life.case, self.cast.staff["clerk"], at)

    def _executor(self, life: Life) -> User:
        return self.cast.executor_of(life.letter.addressee.slug)

    def _typed(self, life: Life) -> dict:
        """What stands in the draft when it is sent."""
        letter = life.letter
        complaint = {"against_text": letter.subject} if letter.kind == "complaint" else {}
        return {
            **complaint,
            "kind": letter.kind,
            "subject": letter.subject,
            "body": letter.body,
            "values": {},
            "reply_channel": "cabinet",
            "hide_identity": self.chance.random() < 0.04,
            **(life.data or {}),
        }


def build_appeals(city: City, cast: Cast, now: datetime, chance: random.Random) -> None:
    """All steps of all appeals in the order of time, so numbers grow with the days."""
    town = Town(city, cast, now, chance)
    planned: list[tuple[Moment, int, Life]] = []
    for number, (life, moments) in enumerate(_lives(town)):
        planned += [(moment, number, life) for moment in moments if moment.at <= town.now]
    planned.sort(key=lambda one: (one[0].at, one[1]))
    for moment, _number, life in planned:
        done = town.doing[moment.step](life, moment.at)
        life.case = done if isinstance(done, Case) else life.case
    _ask(town)
    _leave_a_draft(town)


def _lives(town: Town) -> list[tuple[Life, list[Moment]]]:
    return [*_letters(town), *_desk(town), *_stories(town), *_opinions(town)]


def _letters(town: Town) -> Iterator[tuple[Life, list[Moment]]]:
    """Most of the appeals: anybody, about anything, on any day of the year."""
    chance = town.chance
    on_desk = sum(count for _way, count, _days in ON_DESK)
    for number in range(APPEALS - len(STORIES) - on_desk):
        life = _life(town)
        life.channel = chance.choices(list(CHANNELS), weights=list(CHANNELS.values()))[0]
        life.with_photo = number % PHOTO_EVERY == 0
        life.data = town.cards.typed(number, life.author)
        life.with_photo |= life.channel == "paper"
        if number % 40 == 7:
            life.form, life.data = town.forms["appeal-legal-entity"], _organisation(chance)
        received = lives.when_received(town.now, chance)
        yield life, lives.live(received, lives.way(chance), chance)


def _desk(town: Town) -> Iterator[tuple[Life, list[Moment]]]:
    """Fresh appeals that wait for a clerk, an executor or a signer."""
    for way, count, (least, most) in ON_DESK:
        for number in range(count):
            received = town.now - timedelta(days=town.chance.uniform(least, most))
            life = _life(town)
            life.data = town.cards.typed(4 if number == 0 else 0, life.author)
            yield life, lives.live(received, way, town.chance)


def _stories(town: Town) -> Iterator[tuple[Life, list[Moment]]]:
    """What the demo's own resident finds in the cabinet."""
    for words, days, way in STORIES:
        letter = letters.letter_on(town.city, words, town.chance)
        resident = town.cast.staff["resident"]
        life = Life(letter, resident, town.forms["appeal-individual"], with_photo=days == 9)
        received = town.now - timedelta(days=days, hours=3 if days else 0, minutes=40)
        yield life, lives.live(received, way, town.chance)


def _opinions(town: Town) -> Iterator[tuple[Life, list[Moment]]]:
    """Feedback on topics: read and closed, without statutory terms."""
    for _number in range(OPINIONS):
        author = town.chance.choice(town.cast.residents[1:])
        received = lives.when_received(town.now, town.chance)
        life = Life(_opinion(town), author, town.forms["feedback"])
        yield life, lives.live(received, "waiting", town.chance)


def _life(town: Town) -> Life:
    letter = letters.compose(town.city, town.chance)
    author = town.chance.choice(town.cast.residents[1:])
    return Life(letter, author, town.forms["appeal-individual"])


def _opinion(town: Town) -> Letter:
    topic = town.chance.choice(town.city.members["temy"])
    row = {
        "kind": "proposal",
        "subject": f"Думка: {topic.name['uk'].lower()}",
        "body": town.chance.choice(letters.OPINIONS),
        "resolution": "",
        "reply": "",
        "result": "9.3",
        "topic": "Q24",
    }
    return letters.fill(row, topic, town.chance)


def _organisation(chance: random.Random) -> dict[str, str]:
    house = chance.choice(plan.houses())
    while not is_edrpou(code := f"{chance.randint(38_000_000, 44_999_999)}"):
        pass
    name = f"ОСББ «{house.street.name.split(' ', 1)[1]}, {house.number}»"
    return {"organisation_name": name, "organisation_code": code}


def _ask(town: Town) -> None:
    """Two authors ask for a shorter term, one is granted; one asks to see the materials."""
    at, head = town.now - timedelta(minutes=35), town.cast.staff["head"]
    until = town.now.date() + timedelta(days=4)
    open_ones = Case.objects.filter(
        kind="appeal", state__in=("assigned", "in_progress"), due_on__gt=until, against=None
    ).exclude(author=None)
    granted, waiting, curious = open_ones.order_by("-received_at")[:3]
    for case in (granted, waiting):
        services.plead(case, "shorter", letters.SOONER, case.author, at)
    services.shorten_term(granted, until, head, at + timedelta(minutes=20), words=letters.AGREED)
    services.plead(curious, "materials", letters.CURIOUS, curious.author, at)


def _leave_a_draft(town: Town) -> None:
    """The resident has begun to write and has not finished."""
    resident = town.cast.staff["resident"]
    letter = letters.letter_on(town.city, "Немає лавок", town.chance)
    form = town.forms["appeal-individual"]
    at = town.now - timedelta(hours=20)
    draft = services.open_draft(resident, "", letter.addressee, form, at)
    services.save_draft(
        draft,
        {"kind": letter.kind, "subject": letter.subject, "body": letter.body[:90]},
        at,
    )


def photo(chance: random.Random) -> ContentFile:
    """A picture as a phone would take it: sky, road and a dark spot on it."""
    picture = Image.new("RGB", (640, 420), (168, 190, 214))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 210, 640, 420), fill=(112, 112, 116))
    left = chance.randint(150, 350)
    pen.ellipse((left, 290, left + 170, 350), fill=(54, 52, 50))
    pen.line((0, 250, 640, 236), fill=(226, 226, 220), width=5)
    for side in range(0, 640, 90):
        tall = chance.randint(60, 150)
        pen.rectangle((side, 210 - tall, side + 70, 210), fill=(150, 138, 122))
    file = BytesIO()
    picture.save(file, "JPEG", quality=70)
    return ContentFile(file.getvalue(), name="foto.jpg")


def scan() -> ContentFile:
    """A letter by hand as a scanner sees it: a sheet, lines of writing, a signature."""
    sheet = Image.new("RGB", (620, 876), (252, 251, 247))
    pen = ImageDraw.Draw(sheet)
    for row in range(24):
        top = 90 + row * 28
        right = 540 if row % 6 != 5 else 300
        for left in range(80 if row % 6 else 120, right, 18):
            bend = (left * 7 + row * 13) % 9
            pen.line((left, top + bend, left + 13, top + 8 - bend), fill=(52, 62, 110), width=2)
    pen.arc((380, 770, 500, 820), 20, 320, fill=(52, 62, 110), width=3)
    file = BytesIO()
    sheet.save(file, "JPEG", quality=70)
    return ContentFile(file.getvalue(), name="skan.jpg")
