"""What ./test does once its tools are there."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / ".ci")]

import postgres  # noqa: E402

from core.words import catalogues  # noqa: E402
from tests.browser import find_chromium  # noqa: E402

PY = sys.executable
VAR = Path(os.environ.get("VIKNO_VAR", ROOT / "var"))
NO_SKIP = os.environ.get("VIKNO_NO_SKIP") == "1"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "k3y-0f-a-dry-run-ABCDEFGHIJKLMNOPQRSTUVWXYZ-abcdefghij-0123456789",
    "BASE_URL": "https://vikno.example.ua",
    "DATABASE_URL": f"sqlite:///{VAR.absolute()}/test/deployment.sqlite3",
    "EMAIL_URL": "smtp+tls://vikno:secret@mail.example.ua:587",
    "DEFAULT_FROM_EMAIL": "vikno@example.ua",
    "VIKNO_PROCESS": "web",
}


class Tally:
    """Counts what passed, failed and was skipped, over checks and tests together."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed: list[str] = []
        self.skipped: list[str] = []

    def check(self, name: str, command: list[str], **environment: str) -> bool:
        started = time.monotonic()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.note(name, done.returncode == 0, time.monotonic() - started)
        if done.returncode:
            print(done.stdout.decode(errors="replace"), flush=True)
        return done.returncode == 0

    def note(self, name: str, is_good: bool, seconds: float = 0.0) -> None:
        print(f"{'ok    ' if is_good else 'FAILED'} {name} ({seconds:.1f} s)", flush=True)
        if is_good:
            self.passed += 1
        else:
            self.failed.append(name)

    def skip(self, what: str, how: str) -> None:
        self.skipped.append(f"{what} ({how})")
        if NO_SKIP:
            self.failed.append(f"skipped: {what}")

    def finish(self) -> int:
        print()
        if self.skipped:
            print("Skipped: " + "; ".join(self.skipped))
        for name in self.failed:
            print(f"Failed: {name}")
        print(f"{self.passed} passed, {len(self.failed)} failed", flush=True)
        return 1 if self.failed else 0


def check_everything(tally: Tally) -> None:
    """Each check is a process of its own and spends its time outside Python's lock: two at once."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        asked = [
            pool.submit(tally.check, "mypy", ["mypy"]),
            pool.submit(tally.check, "djlint", ["djlint", "--lint", "--quiet", "."]),
            pool.submit(check_translations, tally),
            pool.submit(check_project, tally),
            pool.submit(tally.check, "house contracts", ["lint-imports"]),
            pool.submit(tally.check, "ruff check", ["ruff", "check", "."]),
            pool.submit(tally.check, "ruff format", ["ruff", "format", "--check", "."]),
        ]
    for one in asked:
        one.result()


def check_project(tally: Tally) -> None:
    manage = [PY, "-W", "error::DeprecationWarning", "manage.py"]
    test = {"DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    tally.check(
        "migrations are complete", [*manage, "makemigrations", "--check", "--dry-run"], **test
    )
    tally.check("system checks", [*manage, "check", "--fail-level", "WARNING"], **test)
    deploy = [*manage, "check", "--deploy", "--fail-level", "WARNING"]
    tally.check("deployment checks", deploy, **PRODUCTION)


def check_translations(tally: Tally) -> None:
    if subprocess.run(["which", "xgettext"], stdout=subprocess.DEVNULL).returncode:
        tally.skip("completeness of translations", "apt-get install gettext")
        return
    started = time.monotonic()
    missing = _missing_translations()
    tally.note("Ukrainian is complete", not missing, time.monotonic() - started)
    for text in missing[:40]:
        print(f"       no translation: {text!r}")


def _missing_translations() -> list[str]:
    """Extract the strings into a copy, so that the working tree stays as it is."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in listed.stdout.decode().splitlines():
            is_source = name.endswith((".py", ".html", ".txt", ".po"))
            if is_source and not name.startswith("tests/") and "/migrations/" not in name:
                target = copy / name
                target.parent.mkdir(parents=True, exist_ok=True)
                if (ROOT / name).exists():
                    target.write_bytes((ROOT / name).read_bytes())
        (copy / "locale").mkdir(exist_ok=True)
        command = [str(Path(PY).parent / "django-admin"), "makemessages", "-l", "uk"]
        subprocess.run(
            [*command, "--no-obsolete", "-v", "0"],
            cwd=copy,
            check=True,
            env={k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
        )
        return catalogues.missing(copy / "locale/uk/LC_MESSAGES/django.po")


def run_pytest(tally: Tally, name: str, arguments: list[str], **environment: str) -> None:
    report = VAR / "test" / f"{name.replace(' ', '-').lower()}.xml"
    report.unlink(missing_ok=True)
    print(f"\n--- {name} ---", flush=True)
    command = [PY, "-m", "pytest", "-q", f"--junitxml={report}", *arguments]
    code = subprocess.call(
        command, cwd=ROOT, env=os.environ | environment, stdin=subprocess.DEVNULL
    )
    if not report.exists():
        tally.failed.append(f"{name}: pytest ended with code {code}")
        return
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        for key in counts:
            counts[key] += int(suite.get(key, 0))
    bad = counts["failures"] + counts["errors"]
    tally.passed += counts["tests"] - bad - counts["skipped"]
    tally.failed += [f"a test on {name}"] * bad
    if code and not bad:
        tally.failed.append(f"{name}: pytest ended with code {code}")
    if counts["skipped"]:
        tally.skip(f"{counts['skipped']} tests on {name}", "pytest says why above")


def run_tests(tally: Tally, is_long: bool) -> None:
    everywhere = {"VIKNO_LONG": "1"} if is_long else {}
    if find_chromium() is None:
        tally.skip("browser tests", "apt-get install chromium")
        everywhere["VIKNO_NO_BROWSER"] = "1"
    parallel = ["-n", "auto", "--dist", "loadgroup"]
    without_url = {"DATABASE_URL": ""}
    run_pytest(tally, "SQLite", parallel, **everywhere, **without_url)
    if postgres.find_binaries() is None:
        tally.skip("the suite on PostgreSQL", "apt-get install postgresql")
        return
    with postgres.cluster() as address:
        # What asks no database has just been tested.
        everywhere["VIKNO_SECOND_DATABASE"] = "1"
        run_pytest(tally, "PostgreSQL", parallel, **everywhere, DATABASE_URL=address)


def run_module(module: str, arguments: list[str]) -> int:
    return subprocess.call([PY, "-m", module, *arguments], cwd=ROOT)


def main(arguments: list[str]) -> int:
    # a build server stops with TERM: leave by the front door, so that the cluster goes too
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    catalogues.compile_catalogues(ROOT / "locale")
    (VAR / "test").mkdir(parents=True, exist_ok=True)
    special: dict[str, Callable[[list[str]], int]] = {
        "--bench": lambda rest: run_module("tests.bench", rest),
        "--shots": lambda rest: run_module("tests.shots", rest),
    }
    if arguments and arguments[0] in special:
        return special[arguments[0]](arguments[1:])
    if arguments and arguments != ["--long"]:
        return subprocess.call([PY, "-m", "pytest", *arguments], cwd=ROOT)
    tally = Tally()
    check_everything(tally)
    run_tests(tally, is_long="--long" in arguments)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
