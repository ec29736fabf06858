"""The text of a request stays as it was sent (R-09)."""

from django.db import migrations

from crm.cases.originals import KeptAsWritten


class Migration(migrations.Migration):
    dependencies = [("crm_requests", "0001_initial"), ("crm_cases", "0003_kept_as_written")]
    operations = [
        KeptAsWritten("InformationRequest", ["body", "pd_notice_version"]),
        KeptAsWritten("PersonalDataRequest", ["right", "body", "pd_notice_version"]),
    ]
