"""Where residents' files lie: outside the media folder, with no address of their own."""

import secrets
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible
from django.utils.functional import cached_property

from core.private_files.orphans import note_saved


@deconstructible(path="core.private_files.storage.PrivateStorage")
class PrivateStorage(FileSystemStorage):
    """Files under settings.PRIVATE_ROOT, readable by the server's user only.

    `url()` refuses: the only way out is a guarded view that calls `serving.serve`.
    """

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @cached_property
    def base_location(self) -> Any:
        return settings.PRIVATE_ROOT

    @cached_property
    def base_url(self) -> None:
        return None

    def _save(self, name: str, content: File) -> str:
        saved = super()._save(name, content)
        note_saved(self, saved)
        return saved

    def _clear_cached_properties(self, setting: str, **kwargs: Any) -> None:
        super()._clear_cached_properties(setting, **kwargs)
        if setting == "PRIVATE_ROOT":
            self.__dict__.pop("base_location", None)
            self.__dict__.pop("location", None)


@deconstructible
class RandomPath:
    """`upload_to=RandomPath("appeals")`: appeals/3f/9k2…; the person's file name is not used.

    The name shown is a column; on the disk it would only be one more thing to clean and to leak.
    """

    def __init__(self, room: str) -> None:
        self.room = room

    def __call__(self, instance: Any, filename: str) -> str:
        name = secrets.token_hex(16)
        return f"{self.room}/{name[:2]}/{name}"
