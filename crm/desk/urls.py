"""Addresses of the desk."""

from django.urls import path

from crm.desk.views import (
    assignments,
    cards,
    exports,
    files,
    intake,
    journal,
    lists,
    own_filters,
    papers,
    related,
    reports,
    retention,
    schedules,
    terms,
)

app_name = "desk"

urlpatterns = [
    path("", lists.case_list, name="list"),
    path("filters/", lists.filters, name="filters"),
    path("filters/own/", own_filters.own_filters, name="own_filters"),
    path("filters/own/<pid:public_id>/", own_filters.rename, name="own_filter"),
    path("filters/own/<pid:public_id>/drop/", own_filters.drop, name="own_filter_drop"),
    path("counts/", lists.counts, name="counts"),
    path("find/", lists.find, name="find"),
    path("new/", intake.new_appeal, name="new"),
    path("new/information/", intake.new_information_request, name="new_information"),
    path("new/personal-data/", intake.new_personal_data_request, name="new_personal_data"),
    path("terms/", terms.terms, name="terms"),
    path("reports/", reports.index, name="reports"),
    path("reports/schedules/", schedules.schedules, name="schedules"),
    path("reports/schedules/<pid:public_id>/drop/", schedules.drop, name="schedule_drop"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.new_export, name="export_new"),
    path("exports/<pid:public_id>/", exports.export, name="export"),
    path("exports/<pid:public_id>/progress/", exports.progress, name="export_progress"),
    path("exports/<pid:public_id>/file/", exports.file, name="export_file"),
    path("reports/<slug:code>/", reports.report, name="report"),
    path("journal/", papers.journal, name="journal"),
    path("audit/", journal.audit, name="audit"),
    path("retention/", retention.retention, name="retention"),
    path("retention/acts/<pid:public_id>/", retention.act, name="retention_act"),
    path("retention/hold/<pid:public_id>/", retention.hold, name="retention_hold"),
    path("assignments/", assignments.assignment_list, name="assignments"),
    path("assignments/<pid:public_id>/", assignments.assignment_page, name="assignment"),
    path("files/<pid:public_id>/", files.attachment, name="file"),
    path("cases/<pid:public_id>/", cards.case_card, name="case"),
    path("cases/<pid:public_id>/print/", cards.case_print, name="print"),
    path("cases/<pid:public_id>/papers/<slug:code>/", papers.case_paper, name="paper"),
    path("cases/<pid:public_id>/related/", related.related, name="related"),
    path("cases/<pid:public_id>/<slug:code>/", cards.act, name="act"),
]
