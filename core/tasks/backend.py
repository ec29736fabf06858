"""`django.tasks` over django-q2, for Django's own tasks and for Wagtail's.

Wagtail 8 still imports the backport `django_tasks`, whose names Django's own module
shares; both read the setting TASKS, so this one class serves both.

A result is looked up by our id in django-q's *group*, because a deferred task runs
through a schedule, which gives its name to the group.
"""

import ast
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from django_q.models import OrmQ, Schedule
from django_q.models import Task as DoneTask
from django_q.tasks import async_task
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskContext, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.signals import task_enqueued
from django_tasks.utils import get_random_id

from core import clock

EXECUTE = "core.tasks.backend.execute"


class DjangoQBackend(BaseTaskBackend):
    supports_defer = True
    supports_async_task = True
    supports_get_result = True

    def enqueue(self, task: Task, args: Iterable[Any], kwargs: dict[str, Any]) -> TaskResult:
        self.validate_task(task)
        result = _result(task, get_random_id(), list(args), dict(kwargs), self.alias)
        call = (task.module_path, result.args, result.kwargs, result.id, self.alias)
        if task.run_after is not None:
            Schedule.objects.create(
                name=result.id,
                func=EXECUTE,
                args=repr(call),
                schedule_type=Schedule.ONCE,
                next_run=task.run_after,
            )
        else:
            async_task(EXECUTE, *call, q_options={"group": result.id, "task_name": task.name[:100]})
        task_enqueued.send(type(self), task_result=result)
        return result

    def get_result(self, result_id: str) -> TaskResult:
        done = DoneTask.objects.filter(group=result_id).order_by("-stopped").first()
        if done is not None:
            return _finished(done, self.alias)
        waiting = _waiting_call(result_id)
        if waiting is None:
            raise TaskResultDoesNotExist(result_id)
        path, args, kwargs, _id, _alias = waiting
        return _result(_task(path), result_id, args, kwargs, self.alias)


def execute(path: str, args: list, kwargs: dict, result_id: str, alias: str) -> Any:
    """What the worker calls; the path names a task, never an arbitrary function."""
    task = _task(path)
    if not task.takes_context:
        return task.call(*args, **kwargs)
    result = _result(task, result_id, args, kwargs, alias)
    object.__setattr__(result, "status", TaskResultStatus.RUNNING)
    return task.call(TaskContext(task_result=result), *args, **kwargs)


def _task(path: str) -> Task:
    found = import_string(path)
    if not isinstance(found, Task):
        raise ImproperlyConfigured(f"{path} is not a task: decorate it with @task.")
    return found


def _waiting_call(result_id: str) -> tuple | None:
    """The arguments of a task that has not finished: deferred, queued or running."""
    schedule = Schedule.objects.filter(name=result_id, func=EXECUTE).first()
    if schedule is not None:
        return ast.literal_eval(schedule.args)
    for row in OrmQ.objects.all().iterator():
        package = row.task
        if package.get("group") == result_id:
            return tuple(package["args"])
    return None


def _result(task: Task, result_id: str, args: list, kwargs: dict, alias: str) -> TaskResult:
    return TaskResult(
        task=task,
        id=result_id,
        status=TaskResultStatus.READY,
        enqueued_at=clock.now(),
        started_at=None,
        last_attempted_at=None,
        finished_at=None,
        args=args,
        kwargs=kwargs,
        backend=alias,
        errors=[],
        worker_ids=[],
    )


def _finished(done: DoneTask, alias: str) -> TaskResult:
    path, args, kwargs, result_id, _alias = done.args
    result = _result(_task(path), result_id, args, kwargs, alias)
    changes: dict[str, Any] = {
        "enqueued_at": done.started,
        "started_at": done.started,
        "last_attempted_at": done.stopped,
        "finished_at": done.stopped,
        "worker_ids": ["django-q"] * done.attempt_count,
    }
    if done.success:
        changes |= {"status": TaskResultStatus.SUCCESSFUL, "_return_value": done.result}
    else:
        trace = str(done.result)
        changes |= {
            "status": TaskResultStatus.FAILED,
            "errors": [TaskError(exception_class_path=_class_path(trace), traceback=trace)],
        }
    for name, value in changes.items():
        object.__setattr__(result, name, value)
    return result


def _class_path(trace: str) -> str:
    """django-q keeps the text of the traceback only; its last line begins with the class."""
    last = trace.strip().splitlines()[-1] if trace.strip() else ""
    name = last.split(":", 1)[0].strip()
    return name if "." in name else f"builtins.{name or 'Exception'}"
