"""core.private_files: where files lie, how they leave, what is left of a failure."""

import os
import socket
import struct
import threading
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, models, transaction
from django.test.utils import isolate_apps

from core import clock
from core.errors import RuleBroken
from core.private_files import (
    PrivateStorage,
    RandomPath,
    forget_file,
    no_orphans,
    scan,
    serve,
    sweeping,
)


@pytest.fixture
def storage(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    return PrivateStorage()


@pytest.fixture
def stored(storage):
    """Something like the FieldFile of a model."""
    name = storage.save("appeals/ab/abcdef", ContentFile(b"%PDF-1.7 secret"))
    return SimpleNamespace(
        storage=storage, name=name, open=lambda mode="rb": storage.open(name, mode)
    )


def _files(storage) -> list[str]:
    root = storage.base_location
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


class TestStorage:
    def test_files_lie_outside_media_and_only_the_server_reads_them(self, storage, settings):
        name = storage.save("a", ContentFile(b"x"))
        path = settings.PRIVATE_ROOT / name
        assert path.read_bytes() == b"x"
        assert path.stat().st_mode & 0o777 == 0o600
        assert not path.is_relative_to(settings.MEDIA_ROOT)

    def test_storage_of_a_column_follows_the_settings(self, storage, settings, tmp_path):
        settings.PRIVATE_ROOT = tmp_path / "elsewhere"
        storage.save("a", ContentFile(b"x"))
        assert (tmp_path / "elsewhere" / "a").exists()

    def test_private_file_has_no_address(self, stored):
        with pytest.raises(ValueError, match="not accessible"):
            stored.storage.url(stored.name)

    def test_storage_refuses_to_leave_its_folder(self, storage):
        for name in ("../x", "/etc/passwd", "a/../../x"):
            with pytest.raises(Exception, match=r"(?i)path|file name|component"):
                storage.save(name, ContentFile(b"x"))

    def test_path_tells_nothing_of_the_persons_name(self):
        path = RandomPath("appeals")(None, "Скарга Дорошенко.pdf")
        assert path.startswith("appeals/")
        assert "Дорошенко" not in path and "." not in path
        assert path != RandomPath("appeals")(None, "Скарга Дорошенко.pdf")

    def test_columns_are_rebuilt_from_their_migrations(self):
        assert PrivateStorage().deconstruct()[0] == "core.private_files.storage.PrivateStorage"
        _path, args, kwargs = RandomPath("appeals").deconstruct()
        assert RandomPath(*args, **kwargs).room == "appeals"


@pytest.mark.django_db  # closing a response looks at the connection
class TestServing:
    def test_file_leaves_as_a_download_that_cannot_run(self, stored):
        response = serve(stored, "Відповідь «Д-401».pdf", "application/pdf")
        assert b"".join(response.streaming_content) == b"%PDF-1.7 secret"
        response.close()
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%92")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["Cache-Control"] == "private, no-store"
        assert response["Content-Length"] == "15"

    def test_unknown_type_is_only_bytes(self, stored):
        response = serve(stored, "a.html", "text/html")
        assert response["Content-Type"] == "application/octet-stream"
        response.close()

    def test_name_cannot_break_the_header(self, stored):
        response = serve(stored, 'a\r\nSet-Cookie: x=1".pdf', "application/pdf")
        assert "\r" not in response["Content-Disposition"]
        assert "Set-Cookie" not in response
        response.close()

    def test_server_in_front_sends_the_bytes_where_there_is_one(self, stored, settings):
        settings.PRIVATE_X_ACCEL = "/private-files/"
        response = serve(stored, "a.pdf", "application/pdf")
        assert response["X-Accel-Redirect"] == "/private-files/appeals/ab/abcdef"
        assert response.content == b""
        assert response["Content-Type"] == "application/pdf"
        assert response["Cache-Control"] == "private, no-store"


class TestOrphans:
    def test_failed_work_leaves_no_file(self, storage):
        with pytest.raises(RuntimeError), no_orphans():
            storage.save("a/b", ContentFile(b"x"))
            raise RuntimeError
        assert _files(storage) == []

    def test_good_work_keeps_its_files(self, storage):
        with no_orphans():
            storage.save("a/b", ContentFile(b"x"))
        assert _files(storage) == ["a/b"]

    def test_outer_failure_takes_the_files_of_the_inner_work(self, storage):
        with pytest.raises(RuntimeError), no_orphans():
            with no_orphans():
                storage.save("a", ContentFile(b"x"))
            raise RuntimeError
        assert _files(storage) == []

    def test_inner_failure_leaves_the_files_of_the_outer_work(self, storage):
        with no_orphans():
            storage.save("a", ContentFile(b"x"))
            with pytest.raises(RuntimeError), no_orphans():
                storage.save("b", ContentFile(b"x"))
                raise RuntimeError
        assert _files(storage) == ["a"]

    @pytest.mark.django_db
    def test_file_is_deleted_only_after_its_row_is(
        self, stored, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            forget_file(stored)
            assert _files(stored.storage) == ["appeals/ab/abcdef"]
        assert _files(stored.storage) == []

    @pytest.mark.django_db(transaction=True)
    def test_rolled_back_deletion_keeps_the_file(self, stored):
        with pytest.raises(RuntimeError), transaction.atomic():
            forget_file(stored)
            raise RuntimeError
        assert _files(stored.storage) == ["appeals/ab/abcdef"]

    def test_nothing_to_forget_is_no_obstacle(self):
        forget_file(None)


with isolate_apps("core.private_files"):

    class Paper(models.Model):
        file = models.FileField(storage=PrivateStorage, upload_to=RandomPath("papers"))

        class Meta:
            app_label = "private_files"

        def __str__(self):
            return self.file.name


class TestSweeping:
    @pytest.fixture
    def _table(self, django_db_setup, django_db_blocker, monkeypatch):
        monkeypatch.setattr(sweeping.apps, "get_models", lambda: [Paper])
        with django_db_blocker.unblock():
            with connection.schema_editor() as editor:
                editor.create_model(Paper)
            yield
            with connection.schema_editor() as editor:
                editor.delete_model(Paper)

    @pytest.fixture
    def _files(self, _table, storage, db):
        """One with a row, one an old orphan, one just written."""
        for name in ("papers/kept", "papers/orphan", "papers/fresh"):
            storage.save(name, ContentFile(b"x"))
        Paper.objects.create(file="papers/kept")
        long_ago = (clock.now() - 2 * sweeping.GRACE).timestamp()
        for name in ("papers/kept", "papers/orphan"):
            os.utime(storage.path(name), (long_ago, long_ago))

    @pytest.mark.usefixtures("_files")
    def test_only_old_files_without_a_row_are_orphans(self, storage, capsys):
        call_command("forget_orphans")
        assert capsys.readouterr().out.splitlines()[-1] == "1 found"
        assert len(_files(storage)) == 3
        call_command("forget_orphans", delete=True)
        assert _files(storage) == ["papers/fresh", "papers/kept"]

    def test_empty_installation_has_no_orphans(self, _table, storage, db, capsys):
        call_command("forget_orphans")
        assert capsys.readouterr().out == "0 found\n"


@contextmanager
def clamd(answer: bytes, limit: int = 10**9):
    """A clamd of one conversation; yields its address and what it was sent."""
    heard: dict = {}
    server = socket.create_server(("127.0.0.1", 0))

    def converse() -> None:
        line, _peer = server.accept()
        with line, line.makefile("rb") as incoming:
            heard["command"] = incoming.read(10)
            content = b""
            while (size := struct.unpack("!L", incoming.read(4))[0]) and len(content) < limit:
                content += incoming.read(size)
            heard["content"] = content
            line.sendall(answer)

    thread = threading.Thread(target=converse)
    thread.start()
    try:
        yield f"127.0.0.1:{server.getsockname()[1]}", heard
    finally:
        thread.join(10)
        server.close()


class TestScanning:
    FILE = b"a" * 150_000

    def file(self):
        return SimpleUploadedFile("a.txt", self.FILE)

    def test_without_a_scanner_nothing_is_said_to_be_clean(self, settings):
        settings.CLAMD_ADDRESS = ""
        assert scan(self.file()) is False

    def test_clean_file_is_sent_whole_and_passes(self, settings):
        with clamd(b"stream: OK\0") as (settings.CLAMD_ADDRESS, heard):
            file = self.file()
            assert scan(file) is True
        assert heard == {"command": b"zINSTREAM\0", "content": self.FILE}
        assert file.read() == self.FILE

    def test_infected_file_is_refused(self, settings):
        with (
            clamd(b"stream: Eicar-Test-Signature FOUND\0") as (settings.CLAMD_ADDRESS, _heard),
            pytest.raises(RuleBroken) as refused,
        ):
            scan(self.file(), field="files")
        assert (refused.value.code, refused.value.field) == ("file_infected", "files")

    @pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"?\0"])
    def test_file_that_was_not_checked_is_refused(self, settings, answer):
        with (
            clamd(answer, limit=70_000) as (settings.CLAMD_ADDRESS, _heard),
            pytest.raises(RuleBroken) as refused,
        ):
            scan(self.file())
        assert refused.value.code == "scanner_unavailable"

    @pytest.mark.parametrize("address", ["127.0.0.1:1", "unix:/nowhere/clamd.ctl", "/nowhere.ctl"])
    def test_silent_scanner_refuses_the_file(self, settings, address):
        settings.CLAMD_ADDRESS = address
        with pytest.raises(RuleBroken) as refused:
            scan(self.file())
        assert refused.value.code == "scanner_unavailable"

    def test_scanner_may_stand_behind_a_socket_file(self, settings, tmp_path):
        settings.CLAMD_ADDRESS = f"unix:{tmp_path}/clamd.ctl"
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.bind(f"{tmp_path}/clamd.ctl")
        server.listen()

        def converse() -> None:
            line, _peer = server.accept()
            with line:
                while not line.recv(4096).endswith(b"\0\0\0\0"):
                    pass
                line.sendall(b"stream: OK\0")

        thread = threading.Thread(target=converse)
        thread.start()
        assert scan(SimpleUploadedFile("a.txt", b"words")) is True
        thread.join(10)
        server.close()
