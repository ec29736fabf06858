"""Entries of the timeline and files stay as they were put there (R-09)."""

from django.db import migrations

from crm.cases.originals import KeptAsWritten


class Migration(migrations.Migration):
    dependencies = [("crm_cases", "0002_search_by_part")]
    operations = [
        KeptAsWritten("CaseEvent", ["case", "at", "kind", "actor", "text", "data"]),
        KeptAsWritten(
            "Attachment",
            ["case", "at", "file", "name", "content_type", "size", "sha256", "uploaded_by"],
        ),
    ]
