"""Views beside the page tree."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from home.models import StandardPage


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
