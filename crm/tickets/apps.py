from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmTicketsConfig(AppConfig):
    name = "crm.tickets"
    label = "crm_tickets"
    verbose_name = _("Tickets of the electronic queue")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from blocks.polls.services import register_holder
        from core.audit.words import name_actions
        from core.live.doors import open_door
        from core.slots import fill
        from core.tasks.outbox import register_drain
        from core.web import frame
        from crm.residents import ports
        from crm.tickets import (
            holdings,
            journal_words,
            menu,
            notices,
            office_notices,
            papers,
            slots,
        )
        from crm.tickets.hooks import HookDrain
        from crm.tickets.services.noting import has_board
        from crm.tickets.services.waiting import WaitingDrain
        from crm.tickets.surveyed import visit_behind

        notices.register_kinds()
        office_notices.register_kinds()
        papers.register_kinds()
        frame.provide(menu.booking_link)
        ports.register(holdings.TicketsHoldings())
        fill("booking_button", slots.booking_button)
        fill("after_change", slots.visits_outside)
        register_holder(visit_behind)
        name_actions(journal_words.ACTIONS)
        register_drain(WaitingDrain())
        open_door("queue", has_board)
        register_drain(HookDrain())
