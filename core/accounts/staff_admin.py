"""The register of people in Wagtail: roles go through services, so the journal has them."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from wagtail.users.views import users

from core import clock
from core.accounts import services
from core.accounts.roles import Action
from core.accounts.staff_forms import PersonCreationForm, PersonEditForm


class _GivesRoles:
    """What both views do with the form's roles."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)
        if not self._may_give_roles():
            form.fields.pop("roles", None)
        return form

    def save_instance(self) -> Any:
        with transaction.atomic():
            person = super().save_instance()
            if "roles" in self.form.cleaned_data:
                services.set_roles(
                    person,
                    self.form.cleaned_data["roles"],
                    actor=self.request.user,
                    at=clock.now(),
                )
        return person

    def _may_give_roles(self) -> bool:
        user = self.request.user
        return user.is_superuser or user.can(Action.USERS_MANAGE)


class CreateView(_GivesRoles, users.CreateView):
    def save_instance(self) -> Any:
        """The new person gets a letter to choose a password, which also proves the address."""
        with transaction.atomic():
            person = super().save_instance()
            EmailAddress.objects.create(user=person, email=person.email, primary=True)
            services.invite(person, actor=self.request.user, at=clock.now())
        return person


class EditView(_GivesRoles, users.EditView):
    pass


class PeopleViewSet(users.UserViewSet):
    add_view_class = CreateView
    edit_view_class = EditView
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        return PersonEditForm if for_update else PersonCreationForm
