"""Queues in the menu of the Wagtail admin."""

from wagtail_modeladmin.options import modeladmin_register

from blocks.queues.registers.queues import QueueRegister

modeladmin_register(QueueRegister)
