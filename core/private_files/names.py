"""File names fit to be shown, stored and sent back in a header."""

import re
import unicodedata

LENGTH = 120

# Separators of any system, what Windows forbids, and whatever is not a visible sign:
# controls, NUL, direction marks (they show "gpj.exe" as "exe.jpg"), zero-width and private signs.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_name(name: str, ending: str, fallback: str = "file") -> str:
    """The person's file name, made harmless and given the ending its content has."""
    name = unicodedata.normalize("NFC", name[:1000])
    name = "".join(sign for sign in name if unicodedata.category(sign) not in _INVISIBLE)
    name = re.split(r"[/\\]", name)[-1]
    name = re.sub(r"\.{2,}", ".", " ".join(_FORBIDDEN.sub(" ", name).split())).strip(" .")
    stem = name[: -len(ending_of(name)) - 1] if ending_of(name) else name
    stem = stem[: LENGTH - len(ending) - 1].strip(" .") or fallback
    return f"{stem}.{ending}"


def ending_of(name: str) -> str:
    """The ending after the last dot, lower case; '' when there is none that looks like one."""
    match = re.search(r"[^.]\.([A-Za-z0-9]{1,10})$", name)
    return match[1].lower() if match else ""
