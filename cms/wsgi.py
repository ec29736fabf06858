"""Pages are served from here: `granian --interface wsgi cms.wsgi:application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
os.environ["VIKNO_PROCESS"] = "web"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
