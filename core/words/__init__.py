"""Words people see: labels in several languages, Ukrainian lemmas, order and typography."""

from core.words.fields import TextField
from core.words.sorting import sort_key
from core.words.text import Text

__all__ = ["Text", "TextField", "sort_key"]
