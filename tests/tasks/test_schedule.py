"""The table of schedules and what django-q keeps of it."""

from datetime import UTC, datetime, time
from pydoc import locate

import pytest
from django_q.models import Schedule

from cms import schedule

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_table_becomes_schedules():
    schedule.sync(NOON)
    names = set(Schedule.objects.values_list("name", flat=True))
    assert names == {schedule.PREFIX + job.name for job in schedule.JOBS}


@pytest.mark.django_db
def test_a_second_start_changes_nothing():
    schedule.sync(NOON)
    before = list(Schedule.objects.order_by("id").values())
    schedule.sync(NOON.replace(day=11))
    assert list(Schedule.objects.order_by("id").values()) == before


@pytest.mark.django_db
def test_a_job_that_left_the_table_is_forgotten(monkeypatch):
    schedule.sync(NOON)
    Schedule.objects.create(name="somebody else's", func="x.y")
    monkeypatch.setattr(schedule, "JOBS", [])
    schedule.sync(NOON)
    assert list(Schedule.objects.values_list("name", flat=True)) == ["somebody else's"]


@pytest.mark.parametrize("job", schedule.JOBS, ids=lambda job: job.name)
def test_every_job_names_a_function(job):
    assert callable(locate(job.function))


def test_a_daily_job_starts_at_its_local_time():
    job = schedule.Job("night", "x.y", daily_at=time(3, 20))
    assert job.first_run(NOON) == datetime(2026, 3, 11, 1, 20, tzinfo=UTC)
