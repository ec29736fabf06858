"""Tasks of Django and Wagtail over django-q2."""

import asyncio
import traceback
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import django_tasks
import pytest
from django_q.models import OrmQ, Schedule
from django_q.models import Task as DoneTask
from django_q.monitor import save_task
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from core.tasks import backend as room

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@contextmanager
def no_running_loop():
    """As in the worker: a browser of an earlier test keeps its loop running in this thread.

    Only around what runs the task: Django keeps one connection with a loop and one without.
    """
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


@pytest.fixture(autouse=True)
def through_django_q():
    usual = django_tasks.task_backends["default"]
    django_tasks.task_backends["default"] = room.DjangoQBackend("default", {})
    yield
    django_tasks.task_backends["default"] = usual


@django_tasks.task
def add(a: int, b: int) -> int:
    return a + b


@django_tasks.task
async def add_slowly(a: int, b: int) -> int:
    return a + b


@django_tasks.task(takes_context=True)
def tell_own_id(context: django_tasks.TaskContext) -> str:
    return context.task_result.id


@django_tasks.task
def fall() -> None:
    raise ValueError("the reason")


def not_a_task() -> None:
    raise AssertionError("must never run")


def run_queue() -> None:
    """Do what the worker does with every package in the queue, without its processes."""
    for row in OrmQ.objects.order_by("id"):
        package = row.task | {"stopped": LATER, "ack_id": row.pk, "cached": False, "sync": True}
        try:
            with no_running_loop():
                package |= {"result": room.execute(*package["args"]), "success": True}
        except Exception as trouble:
            trace = f"{trouble} : {traceback.format_exc()}"
            package |= {"result": trace, "success": False}
        save_task(package, None)
        row.delete()


def test_a_task_runs_and_its_result_is_found():
    result = add.enqueue(2, b=3)
    assert result.status == TaskResultStatus.READY
    run_queue()
    result.refresh()
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, 5)


def test_a_coroutine_runs():
    result = add_slowly.enqueue(2, 3)
    run_queue()
    assert add_slowly.get_result(result.id).return_value == 5


def test_a_task_that_wants_its_context_gets_it():
    result = tell_own_id.enqueue()
    run_queue()
    assert tell_own_id.get_result(result.id).return_value == result.id


def test_a_failed_task_keeps_its_reason():
    result = fall.enqueue()
    run_queue()
    result.refresh()
    assert result.status == TaskResultStatus.FAILED
    assert result.errors[0].exception_class is ValueError
    assert "the reason" in result.errors[0].traceback


def test_a_deferred_task_waits_in_a_schedule():
    result = add.using(run_after=LATER + timedelta(days=1)).enqueue(1, 2)
    schedule = Schedule.objects.get(name=result.id)
    assert schedule.next_run == LATER + timedelta(days=1)
    assert add.get_result(result.id).args == [1, 2]


def test_a_waiting_task_is_found_in_the_queue():
    result = add.enqueue(1, 2)
    assert add.get_result(result.id).status == TaskResultStatus.READY


def test_an_unknown_result_does_not_exist():
    with pytest.raises(TaskResultDoesNotExist):
        add.get_result("nobody")


def test_only_tasks_are_run():
    path = f"{__name__}.not_a_task"
    with pytest.raises(Exception, match="not a task"):
        room.execute(path, [], {}, "id", "default")


def test_a_rolled_back_enqueue_vanishes():
    from django.db import transaction

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        add.enqueue(1, 2)
        raise ZeroDivisionError
    assert not OrmQ.objects.exists()
    assert not DoneTask.objects.exists()
