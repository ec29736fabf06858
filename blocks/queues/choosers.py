"""Choosing a queue for a block of a page."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from blocks.queues.models import Queue


class QueueColumns:
    """The addressee beside the name: receptions are called alike."""

    def get_object_list(self) -> QuerySet:
        return (
            Queue.objects.on_offer()
            .select_related("addressee")
            .order_by("addressee__sort_name", "pk")
        )

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("addressee", label=_("Addressee"))]  # type: ignore[misc]


class ChooseQueueView(QueueColumns, ChooseView):
    pass


class ChooseQueueResultsView(QueueColumns, ChooseResultsView):
    pass


class QueueChooserViewSet(ChooserViewSet):
    model = Queue
    icon = "calendar-alt"
    choose_one_text = _("Choose a queue")
    choose_another_text = _("Choose another queue")
    edit_item_text = _("Open the queue")
    choose_view_class: Any = ChooseQueueView
    choose_results_view_class: Any = ChooseQueueResultsView
    per_page = 15


chooser = QueueChooserViewSet("queue_chooser", url_prefix="choose-queue")
QueueChooserBlock = chooser.get_block_class(
    name="QueueChooserBlock", module_path="blocks.queues.choosers"
)
