from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.web.styles import build


class Command(BaseCommand):
    help = "Joins static/css/*.css into public.css and desk.css; run it after changing a part."

    def handle(self, *args: Any, **options: Any) -> None:
        for path in build(Path(settings.STATICFILES_DIRS[0]) / "css"):
            self.stdout.write(f"wrote {path.name}")
