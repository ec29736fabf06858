"""Taking the person out of a case whose time of keeping is over: what is counted stays."""

from collections.abc import Sequence
from datetime import datetime

from core import private_files
from crm.cases.models import Assignment, Attachment, Case, CaseEvent
from crm.residents.holdings import ANONYMOUS

KEPT_DATA = ("from", "to", "result", "until", "index", "channel", "said")
"""What an entry of the timeline still says: states, results and days."""


def anonymise_cases(cases: Sequence[Case], at: datetime) -> int:
    """Wipe texts, files and the author of these cases; the number of files deleted.

    Index, kind, channel, addressee, states and days stay. Call it in the caller's transaction.
    """
    keys = [case.pk for case in cases]
    authors = {case.pk: case.author_id for case in cases}
    # Marked first: the database lets nothing else of what was written be changed.
    Case.objects.filter(pk__in=keys).update(
        subject=ANONYMOUS,
        search_text="",
        resident=None,
        author=None,
        hide_identity=False,
        anonymised_at=at,
        updated_at=at,
    )
    files = _forget_files(keys)
    events = list(CaseEvent.objects.filter(case__in=keys))
    for event in events:
        event.text = ""
        event.data = {name: value for name, value in event.data.items() if name in KEPT_DATA}
        if event.actor_id == authors[event.case_id]:
            event.actor = None
    CaseEvent.objects.bulk_update(events, ["text", "data", "actor"], batch_size=500)
    Assignment.objects.filter(case__in=keys).update(text=ANONYMOUS, report="", remark="")
    return files


def _forget_files(keys: Sequence[int]) -> int:
    """Rows and bytes; bytes that another case still shows stay."""
    mine = Attachment.objects.filter(case__in=keys)
    shared = set(
        Attachment.objects.exclude(case__in=keys)
        .filter(file__in=mine.values("file"))
        .values_list("file", flat=True)
    )
    for one in mine:
        if one.file.name not in shared:
            private_files.forget_file(one.file)
    count = mine.count()
    mine.delete()
    return count
