"""Every address of the site; rooms bring their own lists."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.api.v3.urls import api as content_api
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as documents_urls

from blocks.answers.sitemaps import AnswersSitemap
from blocks.polls.sitemaps import SurveysSitemap
from cms.api import api
from cms.demo.styleguide import styleguide
from core.notify.views import demo_outbox
from core.web import health
from core.web.look import change_look
from home.sitemaps import CitySitemap

SITEMAPS = {"pages": CitySitemap, "answers": AnswersSitemap, "surveys": SurveysSitemap}

handler500 = "core.web.health.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("look/", change_look, name="look"),
    path("demo/outbox/", demo_outbox, name="demo_outbox"),
    # There is one log-in page for everybody; it has the lock-out and the second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", api.urls),
    path("api/v3/", content_api.urls),
    path("documents/", include(documents_urls)),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    *i18n_patterns(
        path("", include("core.accounts.urls")),
        path("accounts/", include("allauth.urls")),
        path("cabinet/", include("crm.cabinet.urls")),
        path("desk/", include("crm.desk.urls")),
        path("search/", include("search.urls")),
        path("answers/", include("blocks.answers.urls")),
        path("surveys/", include("blocks.polls.urls")),
        path("appeals/", include("crm.appeals.urls")),
        path("requests/", include("crm.requests.urls")),
        path("", include("crm.tickets.urls")),
        path("", include("home.urls")),
        prefix_default_language=False,
    ),
]

# A city's front server gives out uploaded pictures itself; a demo has no front server.
# The style guide is for those who build the site.
if settings.DEMO:
    urlpatterns[:0] = [
        path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}, name="media"),
        path("styleguide/", styleguide, name="styleguide"),
        path("styleguide/desk/", styleguide, {"part": "desk"}, name="styleguide_desk"),
    ]
