import os

import polib
import pytest
from django.core.management import CommandError, call_command

from core import clock


@pytest.fixture
def catalogue(settings, tmp_path):
    folder = tmp_path / "uk" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    settings.LOCALE_PATHS = [tmp_path]
    source = folder / "django.po"
    _write(source, "Так")
    return source


def _write(source, words: str, flags: str = "") -> None:
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.append(polib.POEntry(msgid="Yes", msgstr=words, flags=[flags] if flags else []))
    catalogue.save(str(source))


def _compiled(source) -> list[str]:
    return [entry.msgstr for entry in polib.mofile(str(source.with_suffix(".mo")))]


def test_catalogue_is_compiled_when_it_is_newer(catalogue, capsys):
    call_command("compile_words")
    assert _compiled(catalogue) == ["Так"]
    _write(catalogue, "Атож")
    later = clock.now().timestamp() + 60
    os.utime(catalogue, (later, later))
    call_command("compile_words")
    assert _compiled(catalogue) == ["Атож"]
    assert capsys.readouterr().out.count("compiled") == 2


def test_fresh_catalogue_is_left_alone_unless_forced(catalogue, capsys):
    call_command("compile_words")
    later = clock.now().timestamp() + 60
    os.utime(catalogue.with_suffix(".mo"), (later, later))
    call_command("compile_words")
    call_command("compile_words", force=True)
    assert capsys.readouterr().out.count("compiled") == 2


@pytest.mark.parametrize(("words", "flags"), [("", ""), ("Так", "fuzzy")])
def test_check_fails_on_what_is_not_translated(catalogue, words, flags):
    _write(catalogue, words, flags)
    with pytest.raises(CommandError, match="Yes"):
        call_command("compile_words", check=True)


def test_check_passes_a_complete_catalogue(catalogue):
    call_command("compile_words", check=True)
