"""Addresses of surveys. Words of the site stand before slugs: rules.RESERVED keeps them free."""

from django.urls import path

from blocks.polls.views import lists, results

app_name = "polls"

urlpatterns = [
    path("", lists.surveys, name="list"),
    path("archive/", lists.archive, name="archive"),
    path("compare/", results.compare, name="compare"),
    path("ranking/", results.ranking, name="ranking"),
    path("topics/<slug:slug>/", lists.topic, name="topic"),
    path("<slug:slug>/", results.survey, name="survey"),
    path("<slug:slug>/data.csv", results.result_csv, name="csv"),
    path("<slug:slug>/data.json", results.result_json, name="json"),
    path("<slug:slug>/picture.png", results.picture, name="picture"),
]
