"""V, a bare view returning JSON; P, a bare page of 25 rows out of 1,000,000 by an index."""

import random

from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import path

ROWS = """SELECT id, number, title, place, state, due FROM bench_row
          WHERE bucket = %s ORDER BY id LIMIT 25"""


def bare_json(request):
    """The V floor."""
    return JsonResponse({"ok": True})


def bare_page(request):
    """The P floor."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [random.randrange(1000)])
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return render(request, "page.html", {"rows": rows})


urlpatterns = [path("v", bare_json), path("p", bare_page)]
