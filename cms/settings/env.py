"""Typed readers of the environment that refuse to start rather than guess.

Every reader takes the variable's name first. A missing or wrong value raises
ImproperlyConfigured with one sentence that says what to put there.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_YES = {"1", "yes", "true", "on"}
_NO = {"0", "no", "false", "off"}


class _Required:
    """The mark of a variable without a default."""


REQUIRED = _Required()


def _raw(name: str, default: Any) -> str | None:
    """The text of the variable, or None when the default must be used."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is REQUIRED:
        raise ImproperlyConfigured(f"Set {name}: it has no default in this environment.")
    return None


def text(name: str, default: str | _Required = REQUIRED) -> str:
    value = _raw(name, default)
    return str(default) if value is None else value


def flag(name: str, default: bool | _Required = REQUIRED) -> bool:
    value = _raw(name, default)
    if value is None:
        return bool(default)
    if value.lower() in _YES:
        return True
    if value.lower() in _NO:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def whole(name: str, default: int | _Required = REQUIRED, *, least: int = 0) -> int:
    value = _raw(name, default)
    if value is None:
        assert isinstance(default, int)
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None
    if number < least:
        raise ImproperlyConfigured(f"{name} must be at least {least}, not {number}.")
    return number


def names(name: str, default: list[str] | _Required = REQUIRED) -> list[str]:
    """A list separated by commas."""
    value = _raw(name, default)
    if value is None:
        assert isinstance(default, list)
        return list(default)
    return [part.strip() for part in value.split(",") if part.strip()]


def web_address(name: str, default: str | _Required = REQUIRED, *, https: bool = False) -> str:
    """The address of a site, without a path and without the last slash."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    allowed = {"https"} if https else {"http", "https"}
    if parts.scheme not in allowed or not parts.hostname or parts.path or parts.query:
        example = "https://vikno.example.ua" if https else "http://localhost:8000"
        raise ImproperlyConfigured(f"{name} must look like {example}, not {value!r}.")
    return value


def secret(name: str, default: str | _Required = REQUIRED) -> str:
    """A secret from NAME or from the file that NAME_FILE points to, never from both."""
    direct = os.environ.get(name, "").strip()
    file_name = os.environ.get(f"{name}_FILE", "").strip()
    if direct and file_name:
        raise ImproperlyConfigured(f"Set either {name} or {name}_FILE, not both.")
    if file_name:
        try:
            direct = Path(file_name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as problem:
            raise ImproperlyConfigured(
                f"{name}_FILE points to {file_name}, which cannot be read: {problem}."
            ) from None
        if not direct:
            raise ImproperlyConfigured(f"{name}_FILE points to {file_name}, which is empty.")
    if direct:
        return direct
    if default is REQUIRED:
        raise ImproperlyConfigured(f"Set {name}, or {name}_FILE with the path of a file.")
    return str(default)


def secret_key(name: str = "SECRET_KEY") -> str:
    value = secret(name)
    if len(value) < 50 or len(set(value)) < 10:
        raise ImproperlyConfigured(
            f"{name} must be at least 50 random characters; make one with: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(50))".'
        )
    return value


def database(name: str, default: str | _Required = REQUIRED, *, pooled: bool = False) -> dict:
    """A DATABASES entry from sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME.

    A pool is only for web processes: inside the forked worker of django-q2 it breaks
    every task, so the caller says whether this process serves pages.
    """
    value = secret(name, default)
    parts = urlsplit(value)
    if parts.scheme == "sqlite":
        return _sqlite(name, unquote(parts.path))
    if parts.scheme in {"postgresql", "postgres"}:
        return _postgresql(name, value, pooled)
    raise ImproperlyConfigured(
        f"{name} must begin with sqlite:/// or postgresql://, not {parts.scheme or 'nothing'!r}."
    )


def _sqlite(name: str, path: str) -> dict:
    # sqlite:///relative.db and sqlite:////absolute.db, as everybody writes them
    file_name = path.removeprefix("/")
    if not file_name:
        raise ImproperlyConfigured(f"{name} must name a file: sqlite:///var/vikno.sqlite3.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": Path(file_name).absolute(),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def _remembering() -> type:
    """A connection that keeps more prepared statements than psycopg's hundred: the desk alone
    asks more different ones, and each that is pushed out is planned anew."""
    import psycopg  # not there before `./run` has installed it, nor needed for SQLite

    class RememberingConnection(psycopg.Connection):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.prepared_max = 500

    return RememberingConnection


def _asked(name: str, query: str) -> dict[str, Any]:
    """Options of the address; `prepare_threshold=` without a number prepares nothing (a pooler
    that shares sessions and does not know of prepared statements)."""
    asked: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    if "prepare_threshold" in asked:
        threshold = asked["prepare_threshold"]
        if threshold and not threshold.isdigit():
            raise ImproperlyConfigured(f"{name}: prepare_threshold is a number of runs, or empty.")
        asked["prepare_threshold"] = int(threshold or 0) or None
    return asked


def _postgresql(name: str, value: str, pooled: bool) -> dict:
    parts = urlsplit(value)
    try:
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{name} holds a port that is not a number.") from None
    base = unquote(parts.path.removeprefix("/"))
    if not base or "/" in base:
        raise ImproperlyConfigured(
            f"{name} must name a database: postgresql://USER:PASSWORD@HOST:5432/NAME."
        )
    options: dict[str, Any] = {
        "connect_timeout": 5,
        # Values go beside the statement, and one asked more often than this is planned once:
        # Django prepares nothing unless it is told so.
        "server_side_binding": True,
        "prepare_threshold": 5,
        **_asked(name, parts.query),
    }
    host = options.pop("host", None) or unquote(parts.hostname or "")
    if pooled:
        options["pool"] = {
            "min_size": 1,
            "max_size": whole("DATABASE_POOL_SIZE", 16, least=1),
            "connection_class": _remembering(),
            # a lost database must be told quickly, and found again as soon as it is back
            "timeout": 4,
            "reconnect_timeout": 4,
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": base,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 0 if pooled else 60,
        "CONN_HEALTH_CHECKS": True,
    }


def mailer(name: str, default: str | _Required = REQUIRED) -> dict:
    """A MAILERS entry from smtp://, smtp+tls:// (STARTTLS) or smtps:// (TLS from the start)."""
    value = secret(name, default)
    parts = urlsplit(value)
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            f"{name} must look like smtp+tls://USER:PASSWORD@mail.example.ua:587."
        )
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    try:
        port = parts.port or ports[parts.scheme]
    except ValueError:
        raise ImproperlyConfigured(f"{name} holds a port that is not a number.") from None
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": port,
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp+tls",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 20,
        },
    }
