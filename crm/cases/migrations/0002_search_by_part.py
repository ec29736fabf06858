from django.db import migrations

from core.trigrams import AddTrigramIndex


class Migration(migrations.Migration):
    dependencies = [("crm_cases", "0001_initial")]

    operations = [
        AddTrigramIndex("case", ["search_text"], "case_words_by_part"),
        AddTrigramIndex("case", ["number"], "case_number_by_part"),
    ]
