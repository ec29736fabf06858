"""Addresses of writing an appeal."""

from django.urls import path

from crm.appeals import views

app_name = "appeals"

urlpatterns = [
    path("new/<slug:addressee>/<slug:form>/", views.start, name="start"),
    path("drafts/<pid:public_id>/", views.write, name="write"),
    path("drafts/<pid:public_id>/details/", views.details, name="details"),
    path("drafts/<pid:public_id>/check/", views.check, name="check"),
    path("drafts/<pid:public_id>/send/", views.submit, name="submit"),
    path("drafts/<pid:public_id>/waiting/", views.waiting, name="waiting"),
    path("confirm/<str:key>/", views.confirm, name="confirm"),
    path("drafts/<pid:public_id>/discard/", views.discard, name="discard"),
    path("drafts/<pid:public_id>/restore/", views.restore, name="restore"),
    path(
        "drafts/<pid:public_id>/files/<pid:file_id>/remove/",
        views.remove_file,
        name="remove_file",
    ),
    path("<pid:public_id>/done/", views.done, name="done"),
]
