"""Times without reception are part of what is offered (directory.editions)."""

import django.db.models.deletion
from django.db import migrations, models

import core.words.fields
from directory import editions

TABLES = ("blocks_queues_closure",)


def install(apps, schema_editor):
    editions.watch(schema_editor.connection, editions.OFFERS, TABLES)


def remove(apps, schema_editor):
    editions.unwatch(schema_editor.connection, editions.OFFERS, TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("blocks_queues", "0002_watch_offers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Closure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("reason", core.words.fields.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="blocks_queues.window",
                    ),
                ),
            ],
            options={
                "verbose_name": "time without reception",
                "verbose_name_plural": "times without reception",
                "indexes": [models.Index(fields=["ends_at"], name="closure_ends")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("window", "starts_at", "ends_at"),
                        name="window_closes_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="closure_lasts",
                    ),
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
