from django.db import migrations

from core.trigrams import AddTrigramIndex


class Migration(migrations.Migration):
    dependencies = [("crm_residents", "0001_initial")]

    operations = [AddTrigramIndex("resident", ["last_name"], "resident_name_by_part")]
