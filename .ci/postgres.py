"""A PostgreSQL cluster for one run: made, started, stopped and removed.

`python .ci/postgres.py COMMAND…` runs the command with DATABASE_URL set. As root the
server runs as another user, because PostgreSQL refuses root. Nothing of it is durable
unless asked (`durable=True`, for benchmarks).
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
ALWAYS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "log_min_messages": "warning",
}


def find_binaries() -> Path | None:
    """The folder with initdb and pg_ctl, the newest when there are several."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    for parent, pattern in ((Path("/usr/lib/postgresql"), "*/bin"), (Path("/opt"), "*/pgsql/bin")):
        folders += sorted(parent.glob(pattern), key=_version_in, reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return None


def _version_in(folder: Path) -> list[int]:
    return [int(part) for part in folder.parts if part.isdigit()]


def _other_user() -> pwd.struct_passwd | None:
    """Who runs the server when we are root: Debian's postgres, else nobody."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise SystemExit("PostgreSQL does not run as root, and there is no other user here.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    def __init__(self, binaries: Path, folder: Path, *, durable: bool) -> None:
        self.binaries = binaries
        self.data = folder / "data"
        self.log = folder / "postgresql.log"
        self.folder = folder
        self.port = _free_port()
        self.user = _other_user()
        self.settings = ALWAYS | ({} if durable else QUICK)

    @property
    def url(self) -> str:
        return f"postgresql://vikno@127.0.0.1:{self.port}/postgres"

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs, as the other user when we are root."""
        identity = {}
        if self.user:
            identity = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        done = subprocess.run(
            [str(self.binaries / program), *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
            **identity,
        )
        if done.returncode:
            raise SystemExit(f"{program} failed:\n{done.stdout.decode(errors='replace')}")

    def start(self) -> None:
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self._run(
            "initdb",
            "-D",
            str(self.data),
            "-U",
            "vikno",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        options = [f"-c {name}={value}" for name, value in self.settings.items()]
        options += [f"-c port={self.port}", f"-c unix_socket_directories={self.folder}"]
        self._run(
            "pg_ctl",
            "start",
            "-w",
            "-t",
            "60",
            "-D",
            str(self.data),
            "-l",
            str(self.log),
            "-o",
            " ".join(options),
        )

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-w", "-t", "60", "-m", "immediate", "-D", str(self.data))


@contextlib.contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """The DATABASE_URL of a running cluster that is gone afterwards."""
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL's programs are not here: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="vikno-pg-"))
    made = Cluster(binaries, folder, durable=durable)
    try:
        made.start()
        yield made.url
    finally:
        with contextlib.suppress(SystemExit):
            made.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    with cluster(durable="--durable" in sys.argv) as address:
        command = [part for part in sys.argv[1:] if part != "--durable"]
        sys.exit(subprocess.call(command, env=os.environ | {"DATABASE_URL": address}))
