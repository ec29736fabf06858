"""The stream of news: one LISTEN connection for a process, fanned out to open pages.

A small application of its own beside the pages (ASGI; `cms.live`), so that a page that stays open
takes no thread of those that serve pages. When it is away, pages ask by themselves.
"""

import asyncio
import contextlib
import logging
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from django.conf import settings
from django.db import close_old_connections, connection

from core.live import CHANNEL
from core.live.doors import may_listen

log = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

PATH = re.compile(r"^/live/(\w+)/([\w-]{1,60})/$")
BEAT_SECONDS = 15.0
LASTS_SECONDS = 600.0
"""Then the browser connects anew, and the door is asked again."""
MOST = 1000
AGAIN_SECONDS = 3.0
_KNOWN = {"dbname", "user", "password", "host", "port", "connect_timeout", "sslmode"}


class Hub:
    """Who listens to which key, and the one connection that hears."""

    def __init__(self) -> None:
        self._pages: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._listening: asyncio.Task[None] | None = None

    @property
    def many(self) -> int:
        return sum(len(pages) for pages in self._pages.values())

    def join(self, key: str) -> asyncio.Event:
        """The first page makes the connection, which then stays."""
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen())
        news = asyncio.Event()
        self._pages[key].add(news)
        return news

    def leave(self, key: str, news: asyncio.Event) -> None:
        self._pages[key].discard(news)
        if not self._pages[key]:
            del self._pages[key]

    async def close(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening

    async def _listen(self) -> None:
        """What was told while the connection was away is unknown: everybody looks once."""
        while True:
            try:
                params = connection.get_connection_params()
                asked = {name: value for name, value in params.items() if name in _KNOWN}
                async with await psycopg.AsyncConnection.connect(autocommit=True, **asked) as heard:
                    await heard.execute(f"LISTEN {CHANNEL}")
                    for key in list(self._pages):
                        self._tell(key)
                    async for news in heard.notifies():
                        self._tell(news.payload)
            except psycopg.Error as trouble:
                log.warning("Lost the connection of live news, trying again: %s", trouble)
            await asyncio.sleep(AGAIN_SECONDS)

    def _tell(self, key: str) -> None:
        for news in self._pages.get(key, ()):
            news.set()


class Streams:
    """The application: GET /live/<kind>/<name>/ from our own pages."""

    def __init__(self) -> None:
        self.hub = Hub()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.hub.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.lower(): value for name, value in scope["headers"]}
        origin = headers.get(b"origin", b"").decode("latin-1")
        found = PATH.match(scope["path"])
        if scope["method"] != "GET":
            return await _refuse(send, 405)
        if origin not in ("", settings.BASE_URL):
            return await _refuse(send, 403)
        if found is None or not await asyncio.to_thread(_is_open, *found.groups()):
            return await _refuse(send, 404)
        if self.hub.many >= MOST:
            return await _refuse(send, 503)
        await self._stream(":".join(found.groups()), receive, send)

    async def _stream(self, key: str, receive: Receive, send: Send) -> None:
        news = self.hub.join(key)
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _headers()})
            await _write(send, "retry: 3000\n\n")
            ends = asyncio.get_running_loop().time() + LASTS_SECONDS
            while not gone.done() and asyncio.get_running_loop().time() < ends:
                heard = asyncio.create_task(news.wait())
                await asyncio.wait(
                    {heard, gone}, timeout=BEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED
                )
                heard.cancel()
                if gone.done():
                    return
                is_news = news.is_set()
                news.clear()
                await _write(send, "event: news\ndata: 1\n\n" if is_news else ": \n\n")
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except OSError:
            return
        finally:
            gone.cancel()
            self.hub.leave(key, news)


def _is_open(kind: str, name: str) -> bool:
    close_old_connections()
    try:
        return may_listen(kind, name)
    finally:
        connection.close()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def _headers() -> list[tuple[bytes, bytes]]:
    """Nobody keeps it, no proxy gathers it up, only our own pages read it."""
    return [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"access-control-allow-origin", settings.BASE_URL.encode()),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]
