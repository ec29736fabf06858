"""Views beside the page tree."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail import views as wagtail_views

from home.models import StandardPage
from home.routing import route


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's serving with our own, shorter way to the page."""
    found = route(request, path)
    if found is not None:
        request._wagtail_route_for_request = found
    return wagtail_views.serve(request, path)


def editors_help(request: HttpRequest) -> HttpResponse:
    """The guide inside the admin; lessons are the site's own pages that hold a video lesson."""
    lessons = (
        page
        for page in StandardPage.objects.live().order_by("path")
        if any(block.block_type == "video_lesson" for block in page.body)
    )
    return render(
        request,
        "home/admin/help.html",
        {"page_title": _("How to"), "header_icon": "help", "lessons": list(lessons)},
    )
