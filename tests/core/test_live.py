"""News for open pages: doors, refusals, one connection for all, pages that ask by themselves."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import RequestFactory

from core import live
from core.live import doors
from core.live.fragments import fragment
from core.live.streams import Hub, Streams
from tests.crm_tickets.counters import make_counter

BASE = "http://testserver"


@pytest.fixture(autouse=True)
def _doors(monkeypatch):
    monkeypatch.setattr(doors, "_doors", {"thing": lambda name: name == "open"})


class Page:
    """One browser with an open stream."""

    def __init__(self, app: Streams, path: str, method: str = "GET", origin: str = BASE) -> None:
        headers = [(b"origin", origin.encode())] if origin else []
        self.scope = {"type": "http", "method": method, "path": path, "headers": headers}
        self.app, self.said = app, asyncio.Queue[str]()
        self.status, self.headers = 0, dict[bytes, bytes]()
        self._gone = asyncio.Event()
        self.task = asyncio.create_task(app(self.scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        elif message["body"]:
            self.said.put_nowait(message["body"].decode())

    async def hears(self, seconds: float = 10) -> str:
        return await asyncio.wait_for(self.said.get(), seconds)

    async def closes(self) -> None:
        self._gone.set()
        await asyncio.wait_for(self.task, 5)


def run(story: Any) -> Any:
    """In a thread of its own: the browser's tests leave a running loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, story).result(60)


def answered(path: str, **more: Any) -> int:
    async def ask() -> int:
        page = Page(Streams(), path, **more)
        await asyncio.wait_for(page.task, 5)
        return page.status

    return run(ask())


@pytest.mark.parametrize(
    ("path", "more", "status"),
    [
        ("/live/thing/shut/", {}, 404),
        ("/live/nothing/open/", {}, 404),
        ("/live/thing/../../etc/", {}, 404),
        ("/live/", {}, 404),
        ("/live/thing/open/", {"method": "POST"}, 405),
        ("/live/thing/open/", {"origin": "https://foreign.example"}, 403),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_what_is_not_ours_is_refused(path, more, status):
    assert answered(path, **more) == status


def test_news_reach_those_who_listen_to_the_key_and_nobody_else(monkeypatch):
    async def story():
        async def quiet(self):
            await asyncio.sleep(3600)

        monkeypatch.setattr(Hub, "_listen", quiet)
        hub = Hub()
        mine, theirs = hub.join("thing:1"), hub.join("thing:2")
        hub._tell("thing:1")
        hub._tell("thing:absent")
        assert mine.is_set() and not theirs.is_set()
        hub.leave("thing:1", mine)
        hub.leave("thing:2", theirs)
        assert hub.many == 0
        await hub.close()

    run(story())


def test_pages_have_no_stream_where_none_is_served(settings):
    assert doors.stream_of("queue", 7) == ""
    settings.LIVE_URL = "https://live.test"
    assert doors.stream_of("queue", 7) == "https://live.test/live/queue/7/"


@pytest.mark.django_db
def test_a_piece_is_the_same_piece_until_what_is_shown_changes(rf: RequestFactory):
    def look(hidden=False, mark=""):
        asked = rf.get("/", headers={"If-None-Match": mark} if mark else {})
        return fragment(asked, "ui/lit.html", {"is_on": not hidden})

    first = look()
    assert look(mark=first.headers["ETag"]).status_code == 304
    assert look(hidden=True, mark=first.headers["ETag"]).status_code == 200


@pytest.mark.django_db
def test_only_queues_with_a_board_are_heard(people, monkeypatch):
    from crm.tickets.services.noting import has_board

    queue = make_counter(people).queue
    assert has_board(str(queue.pk))
    assert not any(has_board(name) for name in ("0", "x", "9" * 40, "-1"))
    queue.is_active = False
    queue.save()
    assert not has_board(str(queue.pk))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_twenty_pages_hear_by_one_connection_and_only_what_is_committed():
    def listening():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN %%'"
                " AND datname = current_database()"
            )
            return cursor.fetchone()[0]

    def wake(*, commit: bool) -> None:
        with transaction.atomic():
            live.wake("thing:open")
            transaction.set_rollback(not commit)
        connection.close()

    async def story():
        app = Streams()
        pages = [Page(app, "/live/thing/open/") for _one in range(20)]
        for page in pages:
            assert "retry" in await page.hears()
            assert "news" in await page.hears(), "whoever has just come looks once"
        assert await asyncio.to_thread(listening) == 1
        await asyncio.to_thread(wake, commit=False)
        with pytest.raises(TimeoutError):
            await pages[0].hears(1)
        await asyncio.to_thread(wake, commit=True)
        assert [await page.hears() for page in pages] == ["event: news\ndata: 1\n\n"] * 20
        assert pages[0].headers[b"access-control-allow-origin"] == BASE.encode()
        for page in pages:
            await page.closes()
        assert app.hub.many == 0
        await app.hub.close()

    run(story())
