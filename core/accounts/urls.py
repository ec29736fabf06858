"""Personal pages of the account; log-in itself is allauth's, under /accounts/."""

from django.urls import path

from core.accounts import views

app_name = "accounts"

urlpatterns = [
    path("cabinet/profile/", views.ProfileView.as_view(), name="profile"),
    path("cabinet/phone/", views.PhoneView.as_view(), name="phone"),
    path("cabinet/tokens/", views.TokensView.as_view(), name="tokens"),
    path("desk/break-glass/", views.BreakGlassView.as_view(), name="break_glass"),
    path("accounts/resend/", views.resend_confirmation, name="resend"),
]
