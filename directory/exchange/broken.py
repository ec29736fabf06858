"""A refusal that names the line."""

from typing import Any

from django.utils.translation import gettext as _

from core.errors import RuleBroken


class FileBroken(RuleBroken):
    """Nothing of the file was taken in; `line` says where to look."""

    def __init__(self, message: Any, line: int | None = None) -> None:
        told = _("Line %(line)s: %(message)s") % {"line": line, "message": message}
        super().__init__(told if line else message, code="broken_file")
        self.line = line
