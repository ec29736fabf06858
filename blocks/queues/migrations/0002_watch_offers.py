"""A change of a service or a window is another edition of what is offered (directory.editions)."""

from django.db import migrations

from directory import editions

TABLES = (
    "blocks_queues_queue",
    "blocks_queues_service",
    "blocks_queues_window",
    "blocks_queues_window_services",
)


def install(apps, schema_editor):
    editions.watch(schema_editor.connection, editions.OFFERS, TABLES)


def remove(apps, schema_editor):
    editions.unwatch(schema_editor.connection, editions.OFFERS, TABLES)


class Migration(migrations.Migration):
    dependencies = [("blocks_queues", "0001_initial"), ("directory", "0002_editions")]
    operations = [migrations.RunPython(install, remove)]
