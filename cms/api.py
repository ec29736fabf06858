"""The city's own API: public facts of every room, and a resident's own records by token."""

from ninja import NinjaAPI

from blocks.figures.api import router as figures
from blocks.forms.api import router as forms
from blocks.polls.api import router as surveys
from blocks.queues.api import router as queues
from cms.api_docs import OwnDocs
from core.web.problems import handle_with_problems
from crm.appeals.api import router as appeals
from crm.cabinet.api import router as requests
from crm.tickets.api import router as tickets
from crm.tickets.api import times
from crm.tickets.export_api import router as visits
from directory.api import groups_router as groups
from directory.api import router as addressees
from search.api import router as search

api = NinjaAPI(
    title="Vikno API",
    version="1",
    description=(
        "Public facts of the city: addressees, groups, schedules, figures, search. "
        "Answers are in the language of Accept-Language; refusals are problem+json (RFC 9457)."
    ),
    openapi_extra={
        "info": {"license": {"name": "Creative Commons Attribution 4.0", "identifier": "CC-BY-4.0"}}
    },
    urls_namespace="api",
    docs=OwnDocs(),
    openapi_url="/openapi.json",
    docs_url="/docs/",
)
handle_with_problems(api)

api.add_router("/addressees", addressees)
api.add_router("/groups", groups)
api.add_router("/figures", figures)
api.add_router("/forms", forms)
api.add_router("/queues", queues)
api.add_router("/surveys", surveys)
api.add_router("/search", search)
api.add_router("/appeals", appeals)
api.add_router("/requests", requests)
api.add_router("/visits", visits)
api.add_router("/times", times)
api.add_router("/tickets", tickets)
