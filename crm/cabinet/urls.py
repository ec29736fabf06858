"""Addresses of the resident's own area; the profile's are those of the accounts."""

from django.urls import path

from crm.cabinet import views

app_name = "cabinet"

urlpatterns = [
    path("", views.home, name="home"),
    path("my-data/", views.data, name="data"),
    path("my-data/export/", views.export, name="export"),
    path("files/<pid:public_id>/", views.file, name="file"),
    path("appeals/<pid:public_id>/", views.appeal, name="appeal"),
    path("appeals/<pid:public_id>/print/", views.appeal_print, name="print"),
    path("appeals/<pid:public_id>/add/", views.add, name="add"),
    path("appeals/<pid:public_id>/repeat/", views.repeat, name="repeat"),
    path("appeals/<pid:public_id>/withdraw/", views.withdraw, name="withdraw"),
]
