"""How people log in: e-mail or phone and a password, a second factor for staff."""

from datetime import timedelta
from typing import Any

from cms.settings import env

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "cabinet:home"
LOGOUT_REDIRECT_URL = "/"
# Where a person lands after log-in, by the first right they have.
LANDINGS = [
    ("desk.open", "desk:list"),
    ("admin.open", "wagtailadmin_home"),
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "first_name", "last_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24

# allauth
ACCOUNT_ADAPTER = "core.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_FORMS = {
    "login": "core.accounts.forms.LoginForm",
    "signup": "core.accounts.forms.SignupForm",
    "add_email": "core.accounts.forms.EmailChangeForm",
    "change_password": "core.accounts.forms.PasswordChangeForm",
    "set_password": "core.accounts.forms.PasswordSetForm",
    "reset_password": "core.accounts.forms.PasswordResetForm",
    "reset_password_from_key": "core.accounts.forms.NewPasswordForm",
    "reauthenticate": "core.accounts.forms.ReauthenticateForm",
}
# Failed log-ins of one person are counted by axes below; allauth watches the address.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip",
    "signup": "20/m/ip",
    "confirm_email": "1/m/key",
    "reset_password": "20/m/ip,5/m/key",
}

ACCOUNT_SIGNUP_REDIRECT_URL = "accounts:profile"

MFA_ADAPTER = "core.accounts.adapters.SecondFactorAdapter"
# Otherwise whoever has the second factor could never change the e-mail.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = False
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "core.accounts.forms.SecondFactorForm",
    "reauthenticate": "core.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "core.accounts.forms.ActivateTotpForm",
}
# Staff without a second factor reach only the page where it is set up.
STAFF_MFA_REQUIRED = env.flag("STAFF_MFA_REQUIRED", True)

# axes: five wrong passwords for one account from one address close that pair for a while
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "core.accounts.lockout.respond"
AXES_USERNAME_CALLABLE = "core.accounts.lockout.login_name"
AXES_CLIENT_IP_CALLABLE = "core.accounts.lockout.client_ip"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]

BREAK_GLASS_MINUTES = env.whole("BREAK_GLASS_MINUTES", 30, least=1)
PHONE_CODE_MINUTES = 10
PHONE_CODE_ATTEMPTS = 5
PHONE_CODE_PAUSE_SECONDS = 60
PHONE_CODES_A_DAY = 5

# Wagtail asks nobody for a password of its own.
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False

# Log-in through a provider that speaks OpenID Connect; without one there is no button.
OIDC_APPS: list[str] = []
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if OIDC_SERVER_URL := env.text("OIDC_SERVER_URL", ""):
    OIDC_APPS = ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "city",
                    "name": env.text("OIDC_NAME"),
                    "client_id": env.text("OIDC_CLIENT_ID"),
                    "secret": env.secret("OIDC_CLIENT_SECRET"),
                    "settings": {"server_url": OIDC_SERVER_URL},
                }
            ],
        }
    }
    SOCIALACCOUNT_ADAPTER = "core.accounts.oidc.ProviderAdapter"
    SOCIALACCOUNT_LOGIN_ON_GET = False
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
