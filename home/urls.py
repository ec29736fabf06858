"""Addresses of pages. In place of `wagtail.urls`: there is one log-in page, and it is not there."""

from django.urls import path, re_path
from django.views.generic import RedirectView
from wagtail.urls import serve_pattern

from home import views

urlpatterns = [
    # Pages for one group of people send visitors here.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailcore_login",
    ),
    re_path(serve_pattern, views.serve, name="wagtail_serve"),
]
