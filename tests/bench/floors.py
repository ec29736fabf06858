"""The four floors of docs/performance.md: S, V, P and R."""

from __future__ import annotations

import logging
import random
import smtplib
from email.message import EmailMessage

import psycopg
from aiosmtpd.controller import Controller

from tests.bench.measure import Client, Operation, timed
from tests.bench.server import free_port

BENCH_ROWS = 1_000_000

CREATE_ROWS = f"""
CREATE TABLE IF NOT EXISTS bench_row AS
SELECT id, 'Д-' || id || '/26' AS number, 'Протікає дах над квартирою ' || id AS title,
       'вул. Садова, ' || (id %% 90) AS place, (ARRAY['new', 'open', 'done'])[1 + id %% 3] AS state,
       DATE '2026-01-01' + (id %% 365)::int AS due, (id %% 1000)::int AS bucket
FROM generate_series(1, {BENCH_ROWS}) AS id
""".replace("%%", "%")


def create_rows(url: str) -> None:
    """Make the table of the P and S floors."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(CREATE_ROWS)
        connection.execute("ALTER TABLE bench_row ADD PRIMARY KEY (id)")
        connection.execute("CREATE INDEX bench_row_bucket ON bench_row (bucket, id)")
        connection.execute("VACUUM ANALYZE bench_row")


class Sink:
    """Takes every message and keeps none."""

    async def handle_DATA(self, server, session, envelope):
        return "250 OK"


def smtp_floor() -> tuple[Operation, Controller]:
    """R: one kept SMTP connection sending the same message to the same sink."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    port = free_port()
    controller = Controller(Sink(), hostname="127.0.0.1", port=port)
    controller.start()
    connection = smtplib.SMTP("127.0.0.1", port)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Лист"
    message.set_content("Звернення зареєстровано.")
    return Operation("R", timed(lambda: connection.send_message(message), repeat=20)), controller


def database_floor(url: str) -> Operation:
    """S: a primary-key SELECT through psycopg on the same PostgreSQL."""
    connection = psycopg.connect(url, autocommit=True)
    chance = random.Random(1)

    def select() -> None:
        connection.execute(
            "SELECT * FROM bench_row WHERE id = %s", [chance.randrange(1, BENCH_ROWS)]
        ).fetchone()

    return Operation("S", timed(select, repeat=100))


def web_floors(address: str) -> list[Operation]:
    """V and P, asked of the bare server."""
    client = Client(address)
    return [Operation("V", lambda: client.get("/v")), Operation("P", lambda: client.get("/p"))]
