"""Fetch uv with nothing but Python's own library: for systems without venv and pip.

Asks the package index (PIP_INDEX_URL or pypi.org) for uv's files, checks the hash that
the index gives, and takes the program out of the wheel. Runs on Python 3.8 and newer.
"""

import hashlib
import io
import json
import os
import platform
import sys
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path


def wheel_tags():
    machine = platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine)
    if sys.platform == "darwin":
        return ["macosx", {"aarch64": "arm64"}.get(machine, machine)]
    libc = "manylinux" if platform.libc_ver()[0] else "musllinux"
    return [libc, machine]


def version_of(file_name):
    numbers = file_name.split("-")[1].split(".")
    return tuple(int(part) if part.isdigit() else -1 for part in numbers)


def main(folder):
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")
    page = f"{index}/uv/"
    accept = {"Accept": "application/vnd.pypi.simple.v1+json"}
    with urllib.request.urlopen(urllib.request.Request(page, headers=accept), timeout=60) as answer:
        files = json.load(answer)["files"]
    fitting = [
        entry
        for entry in files
        if entry["filename"].endswith(".whl")
        and not entry.get("yanked")
        and all(tag in entry["filename"] for tag in wheel_tags())
        and -1 not in version_of(entry["filename"])
    ]
    if not fitting:
        sys.exit("The package index has no uv for this machine.")
    chosen = max(fitting, key=lambda entry: version_of(entry["filename"]))
    with urllib.request.urlopen(urllib.parse.urljoin(page, chosen["url"]), timeout=180) as answer:
        body = answer.read()
    if hashlib.sha256(body).hexdigest() != chosen["hashes"]["sha256"]:
        sys.exit("The file of uv is damaged: its hash is not the one of the index.")
    with zipfile.ZipFile(io.BytesIO(body)) as wheel:
        name = next(n for n in wheel.namelist() if n.endswith(".data/scripts/uv"))
        program = wheel.read(name)
    target = Path(folder) / "uv"
    target.write_bytes(program)
    target.chmod(0o755)


if __name__ == "__main__":
    main(sys.argv[1])
