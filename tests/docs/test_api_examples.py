"""Every example of docs/api.md, run by the real curl against a real server.

An `sh` block ends with a line `# STATUS`; the `json` block after it is what must be in the answer:
the members named, with "…" for anything. A list must begin with what the example shows.
"""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from blocks.figures import rules
from blocks.figures.services import Row, store_figures
from blocks.forms.services import ensure_ready_forms
from blocks.queues.models import Queue
from core import clock
from crm.publishing.ratings import publish_ratings
from crm.tickets import services as tickets
from crm.tickets.supply import free_times
from directory.models import Duty
from tests.factories.accounts import UserFactory, make_token
from tests.factories.directory import (
    OFFICE_HOURS,
    AddresseeFactory,
    ContactFactory,
    GroupFactory,
)
from tests.factories.home import make_page_tree, translate
from tests.factories.queues import make_queue
from tests.factories.survey_results import make_answered
from tests.people import make_person

PAGE: Path = settings.ROOT / "docs" / "api.md"
BLOCKS = re.compile(r"```sh\n(?P<sh>.*?)```\n(?:```json\n(?P<json>.*?)```\n)?", re.DOTALL)
STATUS = re.compile(r"^# (\d{3})$", re.MULTILINE)
ANYTHING = "…"
CURL = shutil.which("curl")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c626001000000050001a5f645400000000049454e44ae426082"
)


@dataclass(frozen=True)
class Example:
    command: str
    status: int
    answer: Any


def examples() -> list[Example]:
    found = []
    for block in BLOCKS.finditer(PAGE.read_text("utf-8")):
        status = STATUS.search(block["sh"])
        assert status, f"no status under: {block['sh']}"
        answer = json.loads(block["json"]) if block["json"] else ANYTHING
        found.append(Example(block["sh"], int(status[1]), answer))
    return found


def differences(wanted: Any, got: Any, place: str = "answer") -> list[str]:
    """Where the answer is not what the page says."""
    match wanted:
        case str() if wanted == ANYTHING:
            return []
        case dict() if isinstance(got, dict):
            missing = [f"{place} has no {name!r}" for name in wanted if name not in got]
            inner = [
                difference
                for name in wanted.keys() & got.keys()
                for difference in differences(wanted[name], got[name], f"{place}.{name}")
            ]
            return missing + inner
        case list() if isinstance(got, list) and len(got) >= len(wanted):
            return [
                difference
                for number, one in enumerate(wanted)
                for difference in differences(one, got[number], f"{place}[{number}]")
            ]
    return [] if wanted == got else [f"{place}: the page says {wanted!r}, came {got!r}"]


def test_the_comparison_sees_a_difference():
    got = {"items": [{"slug": "rada", "open": True}], "next": None}
    assert not differences({"items": [{"slug": "…"}]}, got)
    assert differences({"items": [{"name": "…"}]}, got) == ["answer.items[0] has no 'name'"]
    assert differences({"items": [{"slug": "other"}]}, got)
    assert differences({"items": [{}, {}]}, got)
    assert differences({"next": 1}, got)


ROUND_THE_CLOCK = "cherhovyi-pryiom"


def book_a_visit(queue: Queue) -> None:
    """A minute ago, by a resident."""
    at, who = clock.now() - timedelta(minutes=1), UserFactory(full_profile=True)
    service = queue.services.get()
    start = free_times(queue, service, at)[0].at
    held = tickets.hold_place(queue, service, start, f"user:{who.pk}", at)
    tickets.book(held.public_id, held.holder, tickets.Details(who.full_name), who, at)


@pytest.fixture
def city(transactional_db: Any) -> None:
    """What the examples name, under the names the demo city has."""
    council = AddresseeFactory(
        slug="miska-rada", kind="council", name={"uk": "Вербівська міська рада", "en": "Council"}
    )
    water = AddresseeFactory(
        slug="verbivvodokanal",
        kind="enterprise",
        parent=council,
        name={"uk": "КП «Вербівводоканал»", "en": "Verbiv Water Utility"},
        short_name={"uk": "Водоканал", "en": "Water"},
        hours=OFFICE_HOURS,
    )
    ContactFactory(addressee=water)
    group = GroupFactory(
        slug="komunalni-pidpryiemstva",
        name={"uk": "Комунальні підприємства", "en": "Municipal enterprises"},
        members=[water],
    )
    queue = make_queue(addressee=AddresseeFactory(slug="tsnap", parent=council))
    Queue.objects.filter(pk=queue.pk).update(slug="administratyvni-posluhy")
    other = make_queue(addressee=queue.addressee, service={"letter": "К"})
    Queue.objects.filter(pk=other.pk).update(slug=ROUND_THE_CLOCK)
    book_a_visit(other)
    ensure_ready_forms()
    make_answered(clock.now(), addressee=water, about="addressee")
    publish_ratings(clock.now())
    tree = make_page_tree()
    parent = tree.add_group(group)
    body = [("text", {"heading": "", "text": "<p>Водоканал подає воду й відводить стоки.</p>"})]
    page = tree.add_addressee(parent, addressee=water, body=body)
    assert page.url.endswith("/adresaty/komunalni-pidpryiemstva/verbivvodokanal/")
    translate(parent, tree.catalogue_en.locale, "Municipal enterprises")
    publish_translation = translate(page, tree.catalogue_en.locale, "Verbiv Water Utility")
    assert publish_translation.live
    store_figures([Row(None, date(2026, 3, 10), rules.RECEIVED, 217)])


def remembered(answer: Any) -> dict[str, str]:
    """What later examples name: the appeal, the request, the service, the time, the ticket."""
    match answer:
        case {"services": [{"id": service}, *_], "slug": _}:
            return {"SERVICE": str(service)}
        case {"items": [{"at": first, "places": _}, {"at": second}, *_]}:
            return {"AT": first, "LATER": second}
        case {"held_until": _, "id": held}:
            return {"HOLD": held}
        case {"number": _, "queue": _, "id": ticket}:
            return {"TICKET": ticket}
        case {"number": _, "id": case}:
            is_request = answer.get("kind") in ("information", "personal_data")
            return {"REQUEST" if is_request else "APPEAL": case}
    return {}


@pytest.fixture
def shell(live_server: Any, city: None, tmp_path: Path, private_root: Path) -> Any:
    """Runs an example in a folder with a picture; remembers the id of the last appeal."""
    if CURL is None:
        pytest.skip("curl is not installed: apt-get install curl")
    scopes = ("appeals:read", "appeals:write", "requests:read", "requests:write")
    scopes += ("tickets:read", "tickets:write")
    _token, raw = make_token(UserFactory(full_profile=True), *scopes)
    keeper = make_person("moderator")
    queue = Queue.objects.get(slug="administratyvni-posluhy")
    Duty.objects.create(addressee=queue.addressee, user=keeper, role="moderator")
    _token, office = make_token(keeper, "visits:read")
    (tmp_path / "photo.png").write_bytes(PNG)
    environment = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "no_proxy": "*",
        "VIKNO": live_server.url,
        "TOKEN": raw,
        "OFFICE_TOKEN": office,
    }

    def run(example: Example) -> tuple[int, Any]:
        script = 'curl() { command curl --max-time 60 -w "\\n%{http_code}" "$@"; }\n'
        done = subprocess.run(
            ["bash", "-c", script + example.command],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{example.command}\n{done.stderr}"
        text, _line, status = done.stdout.rpartition("\n")
        if status == "204":
            return 204, ANYTHING
        assert text.startswith(("{", "[")), f"{example.command}\n{status} {text[:400]}"
        answer = json.loads(text)
        environment.update(remembered(answer))
        return int(status), answer

    return run


def test_every_example_answers_what_the_page_says(shell):
    wrong = []
    for example in examples():
        status, answer = shell(example)
        found = differences(example.answer, answer)
        if status != example.status:
            found.insert(0, f"status {status}, the page says {example.status}: {answer}")
        wrong += [f"{example.command.splitlines()[0]}\n    {one}" for one in found]
    assert not wrong, "\n".join(wrong)


def test_the_page_tells_of_every_call(client):
    """A call added to the API without a word on the page is noticed."""
    from cms.api import api

    told = PAGE.read_text("utf-8")
    shown = re.sub(
        r"\$APPEAL|\$REQUEST|\$HOLD|\$TICKET|administratyvni-posluhy|verbivvodokanal|appeal-individual|komunalni-pidpryiemstva|pryiom",
        "*",
        told,
    )
    silent = []
    for path in api.get_openapi_schema()["paths"]:
        asked = re.sub(r"\{\w+\}", "*", path)
        if asked in ("/api/v1/appeals/files/*", "/api/v1/requests/files/*"):
            asked = "its `url`"  # a file is read at the address the appeal gives
        if f"{asked}" not in shown:
            silent.append(path)
    assert not silent


def test_there_are_as_many_examples_as_blocks():
    assert len(examples()) == PAGE.read_text("utf-8").count("```sh") > 20
