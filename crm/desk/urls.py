"""Addresses of the desk."""

from django.urls import path

from crm.desk.views import cards, files, intake, journal, lists, papers, related, reports, terms

app_name = "desk"

urlpatterns = [
    path("", lists.case_list, name="list"),
    path("filters/", lists.filters, name="filters"),
    path("counts/", lists.counts, name="counts"),
    path("find/", lists.find, name="find"),
    path("new/", intake.new_appeal, name="new"),
    path("terms/", terms.terms, name="terms"),
    path("reports/", reports.index, name="reports"),
    path("reports/<slug:code>/", reports.report, name="report"),
    path("journal/", papers.journal, name="journal"),
    path("audit/", journal.audit, name="audit"),
    path("files/<pid:public_id>/", files.attachment, name="file"),
    path("cases/<pid:public_id>/", cards.case_card, name="case"),
    path("cases/<pid:public_id>/print/", cards.case_print, name="print"),
    path("cases/<pid:public_id>/papers/<slug:code>/", papers.case_paper, name="paper"),
    path("cases/<pid:public_id>/related/", related.related, name="related"),
    path("cases/<pid:public_id>/<slug:code>/", cards.act, name="act"),
]
