"""Queues in the Wagtail admin: their register, and their choice for a block of a page."""

from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from blocks.queues import choosers
from blocks.queues.registers.queues import QueueRegister

modeladmin_register(QueueRegister)


@hooks.register("register_admin_viewset")
def queue_chooser() -> choosers.QueueChooserViewSet:
    return choosers.chooser
