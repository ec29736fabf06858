"""Every change of a rule, a calendar or a profile is noticed by the database itself."""

import uuid

from django.db import migrations, models

from directory import editions


def install(apps, schema_editor):
    apps.get_model("directory", "TermsEdition").objects.get_or_create(
        pk=1, defaults={"token": str(uuid.uuid4())}
    )
    editions.install(schema_editor.connection)


def remove(apps, schema_editor):
    editions.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="TermsEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=36)),
            ],
        ),
        migrations.RunPython(install, remove),
    ]
