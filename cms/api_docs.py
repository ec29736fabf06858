"""The API's own documentation page: plain HTML made of the OpenAPI document.

The page that Django Ninja brings loads scripts and fails accessibility checks.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

METHODS = ("get", "post", "put", "patch", "delete")


class OwnDocs(DocsBase):
    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        return render(request, "api/docs.html", {"groups": groups(api.get_openapi_schema())})


def groups(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Calls under their tag, in the order rooms were mounted."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, operations in schema["paths"].items():
        for method in METHODS:
            if method in operations:
                call = operations[method]
                tag = (call.get("tags") or ["api"])[0]
                found.setdefault(tag, []).append(_call(path, method, call))
    return [{"name": name, "calls": calls} for name, calls in found.items()]


def _call(path: str, method: str, call: dict[str, Any]) -> dict[str, Any]:
    return {
        "path": path,
        "method": method.upper(),
        "summary": call.get("summary", ""),
        "description": call.get("description", ""),
        "parameters": [_parameter(one) for one in call.get("parameters", [])],
        "answers": [str(code) for code in call.get("responses", {})],
        "needs_token": bool(call.get("security")),
    }


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    schema = one.get("schema", {})
    kinds = [part.get("type", "") for part in schema.get("anyOf", [schema])]
    return {
        "name": one["name"],
        "place": one["in"],
        "required": one.get("required", False),
        "type": " | ".join(kind for kind in kinds if kind) or "enum",
        "meaning": one.get("description") or schema.get("description", ""),
    }
