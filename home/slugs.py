"""Addresses of pages: the table itself is one for the whole project."""

from core.words.slugs import latin_slug

__all__ = ["latin_slug"]
