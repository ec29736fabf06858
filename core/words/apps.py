from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreWordsConfig(AppConfig):
    name = "core.words"
    label = "words"
    verbose_name = _("Words")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.admin.widgets import AdminAutoHeightTextInput

        from core.words.fields import TextField

        # In the admin a text of several lines grows with what is written.
        register_form_field_override(TextField, override={"textarea": AdminAutoHeightTextInput})
