"""How administrators make people and give roles, inside Wagtail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from core.accounts.models import User
from core.accounts.roles import Role

STAFF_CHOICES = [(role.value, role.label) for role in Role if role != Role.RESIDENT]


class _PersonForm:
    """Roles instead of the superuser tick; nobody sets another person's password."""

    field_order = ["email", "last_name", "first_name", "middle_name", "roles", "groups"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("password1", "password2", "is_superuser"):
            self.fields.pop(name, None)
        self.fields["groups"].label = _("Groups of editors")
        self.fields["groups"].help_text = _(
            "Rights on branches of pages. The groups that go with a role are kept by the role."
        )
        self.fields["roles"] = forms.MultipleChoiceField(
            label=_("Roles"),
            choices=STAFF_CHOICES,
            required=False,
            initial=self.instance.role_codes,
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(self.field_order)

    @property
    def password_enabled(self) -> bool:
        return False


class PersonCreationForm(_PersonForm, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        model = User
        fields = UserCreationForm.Meta.fields | {"middle_name"}

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def save(self, commit: bool = True) -> User:
        """Without a password until the person chooses one."""
        self.instance.set_unusable_password()
        return super().save(commit)


class PersonEditForm(_PersonForm, UserEditForm):
    class Meta(UserEditForm.Meta):
        model = User
        fields = UserEditForm.Meta.fields | {"middle_name"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        editing_self = kwargs.get("editing_self", False)
        super().__init__(*args, **kwargs)
        self.fields["email"].disabled = True
        self.fields["email"].required = False
        self.fields["email"].help_text = _("People change their e-mail themselves.")
        for name in ("first_name", "last_name"):
            self.fields[name].required = False
        if editing_self:
            del self.fields["roles"]
