"""Putting an answer into the open register and taking it out; pages kept so far are forgotten."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from blocks.answers.models import PublishedAnswer
from core.ids import public_id
from core.web.cache import forget_public_pages
from core.words.lemmas import lemmatise


@dataclass(frozen=True)
class Confirmed:
    """What a person has read through and confirmed to hold no personal data."""

    addressee: Any
    title: str
    question: str
    answer: str
    answered_on: date


def store_answer(confirmed: Confirmed, on: date) -> str:
    """A new row of the register; answers with its own public id."""
    told = f"{confirmed.title}\n{confirmed.question}\n{confirmed.answer}"
    row = PublishedAnswer.objects.create(
        public_id=public_id(),
        addressee=confirmed.addressee,
        title=confirmed.title,
        question=confirmed.question,
        answer=confirmed.answer,
        answered_on=confirmed.answered_on,
        published_on=on,
        lemmas=f" {lemmatise(told)} ",
    )
    transaction.on_commit(forget_public_pages, robust=True)
    return row.public_id


def drop_answer(key: str) -> None:
    """Out of the register for good; twice changes nothing."""
    PublishedAnswer.objects.filter(public_id=key).delete()
    transaction.on_commit(forget_public_pages, robust=True)
