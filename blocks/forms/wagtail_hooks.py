"""Forms in the Wagtail admin: a register with drafts, preview and history."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from blocks.forms.access import FormPermissionPolicy
from blocks.forms.models import FormDefinition

register_permission_policy(FormDefinition, FormPermissionPolicy(FormDefinition))


class FormViewSet(SnippetViewSet):
    model = FormDefinition
    icon = "form"
    menu_label = _("Forms")
    menu_order = 260
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("get_applicant_display", label=_("Who fills it in")),
        Column("get_purpose_display", label=_("What it becomes")),
        LiveStatusTagColumn(),
    ]
    list_filter = ["applicant", "purpose", "live"]
    ordering = ["slug"]
    inspect_view_enabled = False


register_snippet(FormDefinition, viewset=FormViewSet)
