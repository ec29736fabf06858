"""Files of a case, through the same fence as the case."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core import clock
from core.private_files import serve
from crm.cases.access import open_attachment_for
from crm.desk.access import desk_page


@desk_page
@require_safe
def attachment(request: HttpRequest, public_id: str) -> HttpResponse:
    """Downloaded, or with `?show` in a frame beside the form."""
    found = open_attachment_for(request.user, public_id, clock.now())
    return serve(found.file, found.name, found.content_type, shown="show" in request.GET)
