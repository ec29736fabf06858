"""Who may build forms in the Wagtail admin."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class FormPermissionPolicy(ModelPermissionPolicy):
    """The right `forms.edit`, or Wagtail's own group permission. Nobody deletes a form.

    Answers point to revisions of a form for years; a form is taken off publication instead.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "delete":
            return False
        may_edit = user.is_authenticated and user.is_active and user.can("forms.edit")
        return may_edit or super().user_has_permission(user, action)
