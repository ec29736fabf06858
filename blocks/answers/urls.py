"""Addresses of the open register of answers."""

from django.urls import path

from blocks.answers import views

app_name = "answers"

urlpatterns = [
    path("", views.answers, name="list"),
    path("<pid:public_id>/", views.answer, name="answer"),
]
