"""Who gets what at every address: the table that test_url_matrix.py completes and walks.

A row names one pattern exactly as the resolver spells it, or a whole branch of another
package by its beginning with a star. A new URL without a row fails the suite: add the
row that says what it is for and who may open it.

Kinds of rows: url_rows.py.
"""

from tests.house.url_rows import (
    KINDS,
    LOGIN,
    ROLES,
    STAFF,
    Row,
    account,
    admin,
    api,
    desk,
    drafted,
    owned,
    personal,
    public,
    technical,
    token,
)

__all__ = ["KINDS", "MATRIX", "ROLES", "Row"]

LOGGED_IN_GO_ON = {role: 302 for role in ROLES if role != "anonymous"}
POST_ONLY = 405

# Who comes to the desk, and who of them may read the appeal of the story.
AT_DESK = ("operator", "supervisor", "moderator", "executor", "clerk", "head", "deputy")
REPORTERS = ("supervisor", "moderator", "clerk", "head", "deputy", "analyst")
AT_QUEUES = ("operator", "supervisor", "moderator", "executor", "head", "deputy")
READERS = ("moderator", "executor", "clerk", "head")

CASE = {"public_id": "case_id"}
SURVEY = {"slug": "survey_slug"}
ADDRESSEE = {"slug": "addressee_slug"}
DRAFT = {"public_id": "draft_id"}
REQUEST = {"public_id": "request_id"}
GUEST = {"key": "guest_key"}
BOOKERS = ("operator", "supervisor", "moderator", "head")
TICKET = {"public_id": "ticket_id"}
OWN_QUEUE = {"queue": "own_queue_slug"}
OWN_DAY = {**OWN_QUEUE, "day": "some_day"}
ABSENT = {"public_id": "absent_id"}
WAITING = {"public_id": "waiting_id"}
COUNTER = ("executor", "moderator")
MANAGERS = ("moderator", "head")
SERVERS = ("moderator", "executor", "head", "deputy")
HOOK = {"public_id": "hook_id"}
HALL = {"queue": "counter_slug"}
HALL_TICKET = {"public_id": "hall_ticket_id"}
WINDOW = {**HALL, "window": "window_pk"}

MATRIX = [
    technical("healthz"),
    technical("readyz", ok=503),
    technical("sitemap.xml"),
    technical("media/<path:path>", ok=404, wants={"path": "absent"}),
    technical("demo/outbox/"),
    technical("styleguide/"),
    technical("styleguide/desk/"),
    technical("look/", ok=POST_ONLY),
    # --- content for everybody
    public(r"^((?:[\w\-]+/)*)$"),
    public("search/"),
    public("search/suggest/", query="?q=рада"),
    public("answers/"),
    public("answers/<pid:public_id>/", wants={"public_id": "published_id"}),
    public("surveys/"),
    public("surveys/archive/"),
    public("surveys/compare/"),
    public("surveys/ranking/"),
    public("surveys/topics/<slug:slug>/", wants={"slug": "topic_slug"}),
    public("surveys/<slug:slug>/", wants=SURVEY),
    public("surveys/<slug:slug>/data.csv", wants=SURVEY),
    public("surveys/<slug:slug>/data.json", wants=SURVEY),
    technical("surveys/<slug:slug>/picture.png", wants=SURVEY),
    public("documents/*"),
    public("_util/*"),
    # --- the API
    api("api/v1/", ok=404),
    api("api/v1/openapi.json"),
    api("api/v1/docs/"),
    api("api/v1/addressees"),
    api("api/v1/addressees/<slug>", wants=ADDRESSEE),
    api("api/v1/addressees/<slug>/schedules", wants=ADDRESSEE),
    api("api/v1/groups"),
    api("api/v1/groups/<slug>", wants={"slug": "group_slug"}),
    api("api/v1/figures"),
    api("api/v1/figures/<slug>", wants=ADDRESSEE),
    api("api/v1/forms"),
    api("api/v1/forms/<slug>", wants={"slug": "form_slug"}),
    api("api/v1/queues"),
    api("api/v1/queues/<slug>", wants={"slug": "queue_slug"}),
    api("api/v1/search", query="?q=рада"),
    api("api/v1/surveys"),
    api("api/v1/surveys/ranking"),
    api("api/v1/surveys/<slug>", wants=SURVEY),
    # one's own appeals: a session opens nothing here, a token opens its owner's
    token("api/v1/appeals"),
    token("api/v1/appeals/<public_id>", wants=CASE),
    token("api/v1/appeals/files/<public_id>", wants={"public_id": "file_id"}),
    token("api/v1/appeals/files", posts={}),
    token("api/v1/appeals/<public_id>/additions", wants=CASE, posts={"text": "Додаю"}),
    token("api/v1/appeals/<public_id>/withdrawal", wants=CASE, posts={"reason": "Досить"}),
    token("api/v1/visits"),
    token("api/v1/requests"),
    token("api/v1/requests/<public_id>", wants=REQUEST),
    token("api/v1/requests/files/<public_id>", wants={"public_id": "request_file_id"}),
    token("api/v1/requests/<public_id>/additions", wants=REQUEST, posts={"text": "Додаю"}),
    token("api/v1/requests/<public_id>/withdrawal", wants=REQUEST, posts={"reason": "Досить"}),
    # a service is asked for
    api("api/v1/times/<queue>", wants={"queue": "queue_slug"}, ok=422),
    token("api/v1/tickets"),
    token("api/v1/tickets/<public_id>", wants=TICKET),
    token("api/v1/tickets/<public_id>/move", wants=TICKET, posts={}),
    token("api/v1/tickets/<public_id>/cancellation", wants=TICKET, posts={}),
    token("api/v1/tickets/holds", posts={}),
    api("api/v1/tickets/holds/<public_id>", wants=ABSENT, ok=POST_ONLY),  # it only takes DELETE
    token("api/v1/tickets/holds/<public_id>/extension", wants=ABSENT, posts={}),
    token("api/v1/tickets/holds/<public_id>/booking", wants=ABSENT, posts={}),
    api("api/v3/*"),
    # --- log-in and registration (allauth)
    account("accounts/login/", but=LOGGED_IN_GO_ON),
    account("accounts/signup/", but=LOGGED_IN_GO_ON),
    account("accounts/logout/", but={"anonymous": LOGIN}),
    account("accounts/inactive/"),
    account("accounts/resend/"),
    account("accounts/confirm-email/"),
    account(r"accounts/^confirm-email/(?P<key>[-:\w]+)/$", ok=404, wants={"key": "absent"}),
    account("accounts/password/reset/"),
    account("accounts/password/reset/done/"),
    account("accounts/password/reset/key/done/"),
    account(
        r"accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        ok=404,
        wants={"uidb36": "one", "key": "absent"},
    ),
    account("accounts/login/code/confirm/", ok=302),
    account("accounts/2fa/authenticate/", ok=302),
    personal("accounts/reauthenticate/"),
    personal("accounts/email/"),
    personal("accounts/password/change/"),
    personal("accounts/password/set/", ok=302),
    personal("accounts/2fa/*"),
    personal("accounts/sessions/"),
    # --- one's own pages
    personal("cabinet/"),
    personal("cabinet/visits/"),
    personal("cabinet/profile/"),
    personal("cabinet/phone/"),
    personal("cabinet/tokens/"),
    personal("cabinet/my-data/"),
    personal("cabinet/my-data/export/", ok=POST_ONLY),
    personal("cabinet/my-data/viewings/"),
    personal("cabinet/my-data/archive/", ok=POST_ONLY),
    owned("cabinet/my-data/archive/<pid:public_id>/", wants={"public_id": "archive_id"}),
    owned("cabinet/my-data/consents/<int:pk>/withdraw/", wants={"pk": "consent_pk"}, posts={}),
    owned("cabinet/appeals/<pid:public_id>/", wants=CASE),
    owned("cabinet/appeals/<pid:public_id>/print/", wants=CASE),
    owned("cabinet/appeals/<pid:public_id>/add/", wants=CASE, posts={"text": "Додаю"}),
    owned("cabinet/appeals/<pid:public_id>/ask/", wants=CASE, posts={"what": "attend"}),
    owned("cabinet/appeals/<pid:public_id>/repeat/", wants=CASE, posts={}),
    owned("cabinet/appeals/<pid:public_id>/withdraw/", wants=CASE),
    owned("cabinet/files/<pid:public_id>/", wants={"public_id": "file_id"}),
    # --- writing an appeal: everybody may begin, a draft belongs to who began it
    account(
        "appeals/new/<slug:addressee>/<slug:form>/",
        but={"resident": 302},  # who has begun already goes on with that draft
        wants={"addressee": "addressee_slug", "form": "form_slug"},
    ),
    drafted("appeals/drafts/<pid:public_id>/", wants=DRAFT),
    drafted("appeals/drafts/<pid:public_id>/details/", wants=DRAFT),
    # from here on the author must be known
    owned("appeals/drafts/<pid:public_id>/check/", wants=DRAFT),
    owned("appeals/drafts/<pid:public_id>/send/", wants=DRAFT, posts={}),
    # nothing waits for a letter here: its owner has an account and goes back to the last look
    owned("appeals/drafts/<pid:public_id>/waiting/", wants=DRAFT, ok=302),
    # the link of somebody without an account shows the draft it was written for, once
    account("appeals/confirm/<str:key>/", wants={"key": "confirm_key"}),
    drafted("appeals/drafts/<pid:public_id>/discard/", wants=DRAFT, posts={}),
    # the draft of the story is open: there is nothing to go back to, for its owner either
    drafted("appeals/drafts/<pid:public_id>/restore/", wants=DRAFT, ok=404, posts={}),
    drafted(
        "appeals/drafts/<pid:public_id>/files/<pid:file_id>/remove/",
        wants={**DRAFT, "file_id": "absent_id"},
        posts={},
    ),
    # staff who may read the appeal are sent to its card
    owned("appeals/<pid:public_id>/done/", wants=CASE, but=dict.fromkeys(READERS, 302)),
    # --- requests: anybody asks for information; a guest's link opens the guest's own request
    account("requests/information/"),
    personal("requests/personal-data/"),
    account("requests/follow/<str:key>/", wants=GUEST),
    account(
        "requests/follow/<str:key>/files/<pid:public_id>/",
        ok=404,
        wants={**GUEST, "public_id": "absent_id"},
    ),
    # --- booking: anybody chooses; a held place is of the browser that holds it
    account("booking/"),
    account("booking/<slug:queue>/", wants={"queue": "queue_slug"}),
    account(
        "booking/<slug:queue>/hold/",
        ok=POST_ONLY,
        wants={"queue": "queue_slug"},
    ),
    # no service is chosen: back to choosing
    personal("booking/<slug:queue>/wait/", wants={"queue": "queue_slug"}, ok=302),
    owned("booking/waiting/<pid:public_id>/", wants=WAITING),
    owned("booking/waiting/<pid:public_id>/take/", wants=WAITING, ok=409, posts={}),
    owned("booking/waiting/<pid:public_id>/leave/", wants=WAITING, ok=302, posts={}),
    personal("booking/held/<pid:public_id>/", ok=404, wants={"public_id": "absent_id"}),
    account("booking/held/<pid:public_id>/extend/", ok=POST_ONLY, wants={"public_id": "absent_id"}),
    account("booking/held/<pid:public_id>/let-go/", ok=POST_ONLY, wants={"public_id": "absent_id"}),
    owned("tickets/<pid:public_id>/", wants=TICKET),
    owned("tickets/<pid:public_id>/cancel/", wants=TICKET),
    owned("tickets/<pid:public_id>/move/", wants=TICKET),
    # nothing is cancelled in the story, so its owner is sent back to the ticket
    owned("tickets/<pid:public_id>/rebook/", wants=TICKET, ok=302),
    owned("tickets/<pid:public_id>/calendar.ics", wants=TICKET),
    owned("tickets/<pid:public_id>/<str:size>.pdf", wants={**TICKET, "size": "a6"}),
    owned("tickets/<pid:public_id>/letter/", wants=TICKET, ok=302, posts={"key": "of-the-page"}),
    owned("tickets/<pid:public_id>/reminders/", wants=TICKET, ok=302, posts={"on": "0"}),
    # a secret link is asked by programs; whoever has no such link finds nothing
    account("tickets/feed/<str:secret>.ics", ok=404, wants={"secret": "absent"}),
    owned("t/<str:token>/", ok=302, wants={"token": "ticket_token"}),
    # --- the desk
    desk("desk/", *AT_DESK),
    desk("desk/filters/", *AT_DESK),
    desk("desk/filters/own/", *AT_DESK),
    desk("desk/filters/own/<pid:public_id>/", "clerk", wants={"public_id": "own_filter_id"}),
    desk(
        "desk/filters/own/<pid:public_id>/drop/",
        wants={"public_id": "absent_id"},
        but=dict.fromkeys(STAFF, 404),
        posts={},
    ),
    desk("desk/counts/", *AT_DESK),
    desk("desk/find/", *AT_DESK, query="?q=стеля"),
    desk("desk/assign/", "moderator", "head"),
    desk("desk/new/", "operator", "supervisor", "clerk"),
    desk("desk/new/information/", "operator", "supervisor", "clerk"),
    desk("desk/new/personal-data/", "operator", "supervisor", "clerk"),
    desk("desk/terms/", *AT_DESK),
    desk("desk/reports/", *REPORTERS, ok=302),
    desk("desk/reports/schedules/", *REPORTERS),
    desk(
        "desk/reports/schedules/<pid:public_id>/drop/",
        wants={"public_id": "absent_id"},
        but=dict.fromkeys(STAFF, 404),
        posts={},
    ),
    desk("desk/exports/", "clerk", "head"),
    desk("desk/exports/new/", "clerk", "head", posts={"kind": "csv", "query": ""}),
    desk("desk/exports/<pid:public_id>/", "clerk", wants={"public_id": "export_id"}),
    desk("desk/exports/<pid:public_id>/progress/", "clerk", wants={"public_id": "export_id"}),
    desk("desk/exports/<pid:public_id>/file/", "clerk", wants={"public_id": "export_id"}),
    desk("desk/reports/<slug:code>/", *REPORTERS, wants={"code": "report"}),
    desk("desk/journal/", "clerk"),
    desk("desk/audit/", "auditor"),
    desk("desk/retention/", "admin"),
    desk("desk/retention/acts/<pid:public_id>/", "admin", wants={"public_id": "act_id"}),
    desk("desk/retention/hold/<pid:public_id>/", "admin", wants={"public_id": "finished_id"}),
    desk("desk/cases/<pid:public_id>/", *READERS, wants=CASE),
    desk("desk/cases/<pid:public_id>/print/", *READERS, wants=CASE),
    desk("desk/assignments/", *AT_DESK),
    desk("desk/assignments/<pid:public_id>/", *READERS, wants={"public_id": "assignment_id"}),
    desk("desk/cases/<pid:public_id>/related/", *READERS, wants=CASE),
    desk(
        "desk/cases/<pid:public_id>/papers/<slug:code>/", *READERS, wants={**CASE, "code": "paper"}
    ),
    desk(
        "desk/cases/<pid:public_id>/<slug:code>/",
        *READERS,
        wants={**CASE, "code": "note"},
        posts={"text": "Нотатка"},
    ),
    desk("desk/files/<pid:public_id>/", *READERS, wants={"public_id": "file_id"}),
    desk("desk/break-glass/", "admin"),
    # --- queues: who serves at a window, who answers for an addressee, who books for callers
    desk("desk/queues/", *AT_QUEUES),
    desk("desk/queues/book/", *BOOKERS),
    desk("desk/queues/book/name/", *BOOKERS, query="?phone=0671234567"),
    desk("desk/queues/book/<pid:public_id>/", "operator", wants={"public_id": "called_id"}),
    desk("desk/queues/<slug:queue>/reception/", *COUNTER, wants=HALL),
    desk("desk/queues/<slug:queue>/reception/list/", *COUNTER, wants=HALL),
    desk("desk/queues/<slug:queue>/reception/walk-in/", *COUNTER, wants=HALL, posts={}),
    desk("desk/queues/<slug:queue>/reception/terminal/", *COUNTER, wants=HALL, posts={}),
    desk(
        "desk/queues/<slug:queue>/reception/terminals/<pid:public_id>/close/",
        *COUNTER,
        wants={**HALL, "public_id": "terminal_id"},
        posts={},
    ),
    desk(
        "desk/queues/<slug:queue>/reception/<pid:public_id>/<slug:verb>/",
        *COUNTER,
        wants={**HALL, "public_id": "hall_ticket_id", "verb": "arrived"},
        posts={},
    ),
    desk("desk/queues/<slug:queue>/window/<int:window>/", *COUNTER, wants=WINDOW),
    desk("desk/queues/<slug:queue>/window/<int:window>/line/", *COUNTER, wants=WINDOW),
    desk(
        "desk/queues/<slug:queue>/window/<int:window>/<slug:verb>/",
        *COUNTER,
        wants={**WINDOW, "verb": "open"},
        posts={},
    ),
    desk("desk/queues/files/<pid:public_id>/", *COUNTER, wants={"public_id": "ticket_file_id"}),
    # --- the hall: the board names nobody; a terminal works where staff have opened it
    account("board/<slug:queue>/", wants=HALL),
    account("board/<slug:queue>/now/", wants=HALL),
    account("kiosk/<slug:queue>/", ok=403, wants=HALL),
    account("kiosk/<slug:queue>/take/", ok=POST_ONLY, wants=HALL),
    account("kiosk/<slug:queue>/come/", ok=POST_ONLY, wants=HALL),
    account(
        "kiosk/<slug:queue>/<pid:public_id>/",
        ok=403,
        wants={**HALL, **HALL_TICKET},
    ),
    account(
        "kiosk/<slug:queue>/<pid:public_id>/a6.pdf",
        ok=403,
        wants={**HALL, **HALL_TICKET},
    ),
    desk("desk/queues/<slug:queue>/load/", *MANAGERS, wants=OWN_QUEUE),
    desk("desk/queues/<slug:queue>/pause/", *MANAGERS, wants=OWN_QUEUE),
    desk("desk/queues/<slug:queue>/outside/", *MANAGERS, wants=OWN_QUEUE),
    desk("desk/queues/<slug:queue>/export/", *MANAGERS, wants=OWN_QUEUE),
    desk("desk/queues/<slug:queue>/day/", *MANAGERS, wants=OWN_QUEUE, ok=302),
    desk("desk/queues/<slug:queue>/day/<str:day>/", *MANAGERS, wants=OWN_DAY),
    desk("desk/queues/<slug:queue>/day/<str:day>/cancel/", *MANAGERS, wants=OWN_DAY),
    desk(
        "desk/queues/<slug:queue>/day/<str:day>/reopen/", *MANAGERS, wants=OWN_DAY, ok=302, posts={}
    ),
    desk("desk/queues/visits/<pid:public_id>/move/", "moderator", wants=HALL_TICKET, ok=302),
    desk("desk/queues/calendar/", *SERVERS),
    # an administrator keeps the programs that are told of visits
    desk("desk/queues/hooks/", "admin"),
    desk("desk/queues/hooks/<pid:public_id>/", "admin", wants=HOOK),
    desk(
        "desk/queues/hooks/<pid:public_id>/<slug:step>/",
        "admin",
        wants={**HOOK, "step": "stop"},
        posts={},
    ),
    # --- editors
    admin("admin/*"),
]
