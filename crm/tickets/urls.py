"""Addresses of booking, of the ticket and of the link in its QR code."""

from django.urls import path

from crm.tickets import views
from crm.tickets.views import board, hub, kiosk, load, reception, window

app_name = "tickets"

urlpatterns = [
    path("desk/queues/", hub.hub, name="hub"),
    path("desk/queues/<slug:queue>/load/", load.load, name="load"),
    path("desk/queues/files/<pid:public_id>/", window.ticket_file, name="ticket_file"),
    path("desk/queues/<slug:queue>/reception/", reception.reception, name="reception"),
    path("desk/queues/<slug:queue>/reception/list/", reception.reception_list, name="visits"),
    path("desk/queues/<slug:queue>/reception/walk-in/", reception.walk_in, name="walk_in"),
    path("desk/queues/<slug:queue>/reception/terminal/", reception.terminal, name="terminal"),
    path(
        "desk/queues/<slug:queue>/reception/terminals/<pid:public_id>/close/",
        reception.terminal_off,
        name="terminal_off",
    ),
    path(
        "desk/queues/<slug:queue>/reception/<pid:public_id>/<slug:verb>/",
        reception.step,
        name="step",
    ),
    path("board/<slug:queue>/", board.board, name="board"),
    path("board/<slug:queue>/now/", board.board_now, name="board_now"),
    path("kiosk/<slug:queue>/", kiosk.kiosk, name="kiosk"),
    path("kiosk/<slug:queue>/take/", kiosk.take, name="kiosk_take"),
    path("kiosk/<slug:queue>/come/", kiosk.come, name="kiosk_come"),
    path("kiosk/<slug:queue>/<pid:public_id>/", kiosk.kiosk_ticket, name="kiosk_ticket"),
    path("kiosk/<slug:queue>/<pid:public_id>/a6.pdf", kiosk.kiosk_paper, name="kiosk_paper"),
    path("desk/queues/<slug:queue>/window/<int:window>/", window.window, name="window"),
    path("desk/queues/<slug:queue>/window/<int:window>/line/", window.line, name="line"),
    path("desk/queues/<slug:queue>/window/<int:window>/<slug:verb>/", window.act, name="act"),
    path("booking/", views.queues, name="queues"),
    path("booking/held/<pid:public_id>/", views.details, name="details"),
    path("booking/held/<pid:public_id>/extend/", views.extend, name="extend"),
    path("booking/held/<pid:public_id>/let-go/", views.let_go, name="let_go"),
    path("booking/waiting/<pid:public_id>/", views.waiting, name="waiting"),
    path("booking/waiting/<pid:public_id>/take/", views.take, name="take"),
    path("booking/waiting/<pid:public_id>/leave/", views.leave, name="leave"),
    path("booking/<slug:queue>/", views.choose, name="choose"),
    path("booking/<slug:queue>/hold/", views.hold, name="hold"),
    path("booking/<slug:queue>/wait/", views.wait, name="wait"),
    path("tickets/<pid:public_id>/", views.ticket, name="ticket"),
    path("tickets/<pid:public_id>/cancel/", views.cancel, name="cancel"),
    path("tickets/<pid:public_id>/move/", views.move, name="move"),
    path("tickets/<pid:public_id>/calendar.ics", views.calendar, name="calendar"),
    path("tickets/<pid:public_id>/<str:size>.pdf", views.paper, name="paper"),
    path("tickets/<pid:public_id>/letter/", views.letter, name="letter"),
    path("tickets/<pid:public_id>/reminders/", views.reminders, name="reminders"),
    path("t/<str:token>/", views.scanned, name="scanned"),
]
