"""Addresses of filing and following a request."""

from django.urls import path

from crm.requests.views import filing, following

app_name = "requests"

urlpatterns = [
    path("information/", filing.information, name="information"),
    path("personal-data/", filing.personal_data, name="personal_data"),
    path("follow/<str:key>/", following.follow, name="follow"),
    path("follow/<str:key>/files/<pid:public_id>/", following.file, name="follow_file"),
]
