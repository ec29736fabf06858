"""Every address of the site; rooms bring their own lists."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from core.notify.views import demo_outbox
from core.web import health

handler500 = "core.web.health.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("demo/outbox/", demo_outbox, name="demo_outbox"),
    # There is one log-in page for everybody; it has the lock-out and the second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    *i18n_patterns(
        path("", include("core.accounts.urls")),
        path("accounts/", include("allauth.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
