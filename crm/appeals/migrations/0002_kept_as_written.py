"""The text of an appeal and all its author filled in stay as they were sent (R-09)."""

from django.db import migrations

from crm.cases.originals import KeptAsWritten


class Migration(migrations.Migration):
    dependencies = [("crm_appeals", "0001_initial"), ("crm_cases", "0003_kept_as_written")]
    operations = [
        KeptAsWritten(
            "Appeal",
            [
                *("body", "values", "against_text", "decision_ref"),
                *("organisation_name", "organisation_code", "pd_notice_version"),
            ],
        ),
    ]
