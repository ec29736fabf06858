"""Addresses of booking, of the ticket and of the link in its QR code."""

from django.urls import path

from crm.tickets import views
from crm.tickets.views import hub, load

app_name = "tickets"

urlpatterns = [
    path("desk/queues/", hub.hub, name="hub"),
    path("desk/queues/<slug:queue>/load/", load.load, name="load"),
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
