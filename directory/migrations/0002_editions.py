"""Every change of what terms are counted by, or of who receives when, is noticed by the database."""

import uuid

from django.db import migrations, models

from directory import editions


def install(apps, schema_editor):
    for name in editions.TABLES:
        apps.get_model("directory", "Edition").objects.get_or_create(
            name=name, defaults={"token": str(uuid.uuid4())}
        )
    editions.install(schema_editor.connection)


def remove(apps, schema_editor):
    editions.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20, unique=True)),
                ("token", models.CharField(max_length=36)),
            ],
        ),
        migrations.RunPython(install, remove),
    ]
