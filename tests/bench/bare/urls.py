"""V, a bare view returning JSON; P, a bare page of 25 rows out of 1,000,000 by an index."""

import random

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import path

from tests.bench.bare.models import Row


def bare_json(request):
    """The V floor."""
    return JsonResponse({"ok": True})


def bare_page(request):
    """The P floor."""
    rows = Row.objects.filter(bucket=random.randrange(1000)).order_by("id")[:25]
    return render(request, "page.html", {"rows": rows})


urlpatterns = [path("v", bare_json), path("p", bare_page)]
