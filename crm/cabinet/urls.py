"""Addresses of the resident's own area; the profile's are those of the accounts."""

from django.urls import path

from crm.cabinet import data_views, views

app_name = "cabinet"

urlpatterns = [
    path("", views.home, name="home"),
    path("visits/", views.visits, name="visits"),
    path("my-data/", data_views.data, name="data"),
    path("my-data/viewings/", data_views.viewings, name="viewings"),
    path("my-data/archive/", data_views.ask_archive, name="ask_archive"),
    path("my-data/archive/<pid:public_id>/", data_views.archive, name="archive"),
    path("my-data/consents/<int:pk>/withdraw/", data_views.withdraw, name="withdraw_consent"),
    path("my-data/export/", views.export, name="export"),
    path("files/<pid:public_id>/", views.file, name="file"),
    path("appeals/<pid:public_id>/", views.appeal, name="appeal"),
    path("appeals/<pid:public_id>/print/", views.appeal_print, name="print"),
    path("appeals/<pid:public_id>/add/", views.add, name="add"),
    path("appeals/<pid:public_id>/ask/", views.plead, name="plead"),
    path("appeals/<pid:public_id>/repeat/", views.repeat, name="repeat"),
    path("appeals/<pid:public_id>/withdraw/", views.withdraw, name="withdraw"),
]
