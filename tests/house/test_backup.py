"""The commands of docs/backup.md, word for word: a copy is made, restored beside, and compared."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from core import clock
from core.audit.services import record
from crm.cases.models import Attachment
from crm.desk.services import add_files
from tests.database import address_for_processes
from tests.factories.crm import AppealFactory
from tests.settings.test_production import GOOD

sys.path.append(str(settings.ROOT / ".ci"))
import postgres

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

PAGE: Path = settings.ROOT / "docs" / "backup.md"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
READ_BACK = """
import hashlib
from crm.cases.models import Attachment, Case
file = Attachment.objects.get()
print(Case.objects.get().number, Case.objects.get().appeal.body, sep="|", end="|")
print(file.name, hashlib.sha256(file.file.read()).hexdigest(), sep="|")
"""


def blocks() -> list[str]:
    return re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.fixture
def programs() -> str:
    found = postgres.find_binaries()
    if found is None:
        pytest.skip("PostgreSQL's programs are not here: apt-get install postgresql")
    return f"{found}:{Path(sys.executable).parent}:{os.environ['PATH']}"


@pytest.fixture
def restored_name() -> Any:
    """The name of the second database; whatever happens, it is gone afterwards."""
    name = f"{connection.settings_dict['NAME']}_restored"
    yield name
    with psycopg.connect(address_for_processes(), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def commands(programs: str, restored_name: str, tmp_path: Path) -> Any:
    """Runs a block of the page; the restored installation has folders of its own."""
    here = address_for_processes()
    beside = here.rpartition("/")[0] + f"/{restored_name}"

    def run(block: str, var: Path) -> str:
        var.mkdir(exist_ok=True)
        done = subprocess.run(
            ["bash", "-ec", block.replace("vikno_restored", restored_name)],
            cwd=tmp_path,
            env={
                **GOOD,
                "PATH": programs,
                "DATABASE_URL": here,
                "RESTORED_URL": beside,
                "VIKNO_VAR": str(var),
                "PYTHONPATH": str(settings.ROOT),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    run.beside = beside
    return run


def test_a_case_and_its_file_come_back_from_a_backup(people, private_root, commands, tmp_path):
    case = AppealFactory(body="Протекла стеля у підʼїзді.").case
    sent = SimpleUploadedFile("довідка.pdf", PDF)
    add_files(case, [sent], people.clerk, clock.now(), for_author=True)
    record("test.backup", people.clerk, case, clock.now())
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "emblem.svg").write_text("<svg/>")
    backup, restore = blocks()
    nightly = f"KEEP_DAYS=30 {settings.ROOT}/deploy/backup.sh {tmp_path}/nightly"
    (tmp_path / "manage.py").symlink_to(settings.ROOT / "manage.py")

    commands(backup, tmp_path)
    commands(nightly, tmp_path)
    restored = tmp_path / "restored"
    commands(restore, restored)

    kept = Attachment.objects.get()
    reading = f"DATABASE_URL=$RESTORED_URL python manage.py shell --no-imports -c '{READ_BACK}'"
    told = commands(reading, restored).strip().split("|")
    assert told == [case.number, "Протекла стеля у підʼїзді.", kept.name, kept.sha256]
    assert (restored / "media" / "emblem.svg").read_text() == "<svg/>"
    made = [path.name for path in sorted((tmp_path / "nightly").glob("*/*"))]
    assert made == ["vikno-files.tar", "vikno.dump"]
    with psycopg.connect(commands.beside) as beside, pytest.raises(psycopg.Error):
        beside.execute("UPDATE audit_entry SET action = 'forged'")
