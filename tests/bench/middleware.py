"""Tell the measuring side what one answer cost the database."""

import time

from django.db import connection


class CountStatements:
    """Count statements and their time and say both in response headers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        cost = {"statements": 0, "seconds": 0.0}

        def count(execute, sql, params, many, context):
            started = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                cost["statements"] += 1
                cost["seconds"] += time.perf_counter() - started

        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response["X-Bench-Statements"] = str(cost["statements"])
        response["X-Bench-Database-Ms"] = f"{cost['seconds'] * 1000:.3f}"
        return response
