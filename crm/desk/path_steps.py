"""Steps besides the plain path, and those of a request for service (13.1, 13.2)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.accounts.roles import Action
from crm.appeals.services.terms import EXTENDABLE
from crm.cases.states import ORDER_KINDS
from crm.desk import path_forms as written
from crm.desk.steps import Step, states_in

ON_THE_WAY = states_in("registered", "assigned", "in_progress")
UNANSWERED = ON_THE_WAY | {"submitted", "reply_draft"}

PATH_STEPS = (
    Step(
        code="dispatch",
        label=_("Dispatch"),
        right=Action.APPEALS_REGISTER,
        states=states_in("new"),
        form=written.DispatchForm,
        submit=_("Give to the executor"),
        hint=_("The executor gets a letter with a link."),
        is_tab=True,
        kinds=ORDER_KINDS,
    ),
    Step(
        code="done",
        label=_("Report"),
        right=Action.APPEALS_REPLY,
        states=states_in("dispatched"),
        form=written.ReportForm,
        submit=pgettext_lazy("a request", "It is done"),
        hint=_("The author gets a letter with a link."),
        is_tab=True,
        for_assignee=True,
        kinds=ORDER_KINDS,
    ),
    Step(
        code="close",
        label=pgettext_lazy("a request", "Close"),
        right=Action.APPEALS_CLOSE,
        states=states_in("done"),
        kinds=ORDER_KINDS,
    ),
    Step(
        code="shorter",
        label=_("Shorter term"),
        right=Action.APPEALS_EXTEND,
        states=frozenset(EXTENDABLE),
        form=written.ShorterForm,
        submit=_("Decide and tell the author"),
        hint=_("The author gets a letter at once, whatever is decided."),
    ),
    Step(
        code="attend",
        label=_("Answer about taking part"),
        right=Action.APPEALS_NOTE,
        states=UNANSWERED,
        form=written.PleaForm,
        submit=_("Answer the author"),
        hint=_("The author gets a letter with a link."),
    ),
    Step(
        code="materials",
        label=_("Answer about the materials"),
        right=Action.APPEALS_NOTE,
        states=UNANSWERED,
        form=written.MaterialsForm,
        submit=_("Answer the author"),
        hint=_("The author gets a letter with a link."),
    ),
    Step(
        code="charge",
        label=_("Assignment for a colleague"),
        right=Action.APPEALS_ASSIGN,
        states=ON_THE_WAY | {"reply_draft"},
        form=written.ChargeForm,
        submit=_("Give the assignment"),
        hint=_("The colleague sees the case and gets a letter with a link."),
    ),
    Step(
        code="control",
        label=_("Put on control"),
        right=Action.APPEALS_CONTROL,
        states=ON_THE_WAY | {"reply_draft"},
        form=written.ControlForm,
        submit=_("Put on control"),
        hint=_("Only you, or a colleague you name, will be able to take it off and file it."),
        control="off",
    ),
    Step(
        code="delegate",
        label=_("Name who takes it off control"),
        right=Action.APPEALS_CONTROL,
        form=written.DelegateForm,
        submit=pgettext_lazy("a colleague", "Name"),
        control="mine",
    ),
    Step(
        code="uncontrol",
        label=_("Take off control without filing"),
        right=Action.APPEALS_CONTROL,
        form=written.ControlForm,
        submit=_("Take off control"),
        hint=_("For a control put on by mistake, or not needed any more."),
        control="mine",
    ),
    Step(
        code="join",
        label=_("Join to another"),
        right=Action.APPEALS_REGISTER,
        states=states_in("registered"),
        form=written.JoinForm,
        submit=_("Join"),
        hint=_("The author is told that the appeal is considered together with another."),
    ),
    Step(
        code="part",
        label=_("Consider separately"),
        right=Action.APPEALS_REGISTER,
        states=states_in("joined"),
    ),
    Step(
        code="forward",
        label=_("Forward by competence"),
        right=Action.APPEALS_FORWARD,
        states=ON_THE_WAY,
        form=written.ForwardForm,
        submit=pgettext_lazy("an appeal", "Forward"),
        hint=_("The author is told where the appeal went. What is forwarded ends here."),
        is_grave=True,
    ),
    Step(
        code="requalify",
        label=_("Requalify"),
        right=Action.APPEALS_REGISTER,
        states=states_in("submitted"),
        form=written.RequalifyForm,
        submit=_("Requalify and tell the author"),
        hint=_(
            "The moment of receipt stays, the term is counted anew from it. An administrative"
            " application gets a number of its own, others keep the index."
        ),
        is_grave=True,
    ),
)
