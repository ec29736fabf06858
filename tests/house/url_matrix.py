"""Who gets what at every address: the table that test_url_matrix.py completes and walks.

A row names one pattern exactly as the resolver spells it, or a whole branch of another
package by its beginning with a star. A new URL without a row fails the suite: add the
row that says what it is for and who may open it.

Kinds:
  public     anybody, logged in or not, gets the page; no session, no CSRF token
  account    log-in and registration: anybody may come, some are sent on
  personal   one's own page: anonymous people go to log in, everybody else gets theirs
  owned      one resident's record: the owner gets it, everybody else a 404
  desk       staff with the right get it; other people a 404, as if there were nothing
  admin      editors and administrators; others are sent away
  api        programs: public ones answer anybody, personal ones want a token (401)
  technical  for machines beside us: monitors, browsers
"""

from dataclasses import dataclass, field

OUTSIDERS = ("anonymous", "resident", "stranger")
STAFF = (
    "operator", "supervisor", "moderator", "executor", "clerk", "head", "deputy",
    "analyst", "editor", "admin", "auditor",
)  # fmt: skip
ROLES = OUTSIDERS + STAFF
LOGIN = 302
KINDS = {"public", "account", "personal", "owned", "desk", "admin", "api", "technical"}


@dataclass(frozen=True)
class Row:
    """`allowed` get `ok`; `but` overrides single roles; `wants` names values of the story."""

    pattern: str
    kind: str
    allowed: tuple[str, ...] = ()
    ok: int = 200
    but: dict[str, int] = field(default_factory=dict)
    wants: dict[str, str] = field(default_factory=dict)
    query: str = ""

    @property
    def is_branch(self) -> bool:
        return self.pattern.endswith("*")

    def covers(self, pattern: str) -> bool:
        if self.is_branch:
            return pattern.startswith(self.pattern[:-1])
        return pattern == self.pattern

    def expected(self, role: str) -> int:
        if role in self.but:
            return self.but[role]
        match self.kind:
            case "public" | "technical" | "account":
                return self.ok
            case "personal":
                return LOGIN if role == "anonymous" else self.ok
            case "owned":
                return self.ok if role == "resident" else LOGIN if role == "anonymous" else 404
            case "desk":
                return self.ok if role in self.allowed else LOGIN if role == "anonymous" else 404
            case "admin":
                return self.ok if role in self.allowed else LOGIN
            case "api":
                return self.ok if not self.allowed or role in self.allowed else 401
        raise ValueError(self.kind)


def public(pattern: str, **options: object) -> Row:
    return Row(pattern, "public", **options)


def account(pattern: str, **options: object) -> Row:
    return Row(pattern, "account", **options)


def personal(pattern: str, **options: object) -> Row:
    return Row(pattern, "personal", **options)


def owned(pattern: str, **options: object) -> Row:
    return Row(pattern, "owned", **options)


def desk(pattern: str, *allowed: str, **options: object) -> Row:
    return Row(pattern, "desk", allowed=allowed or STAFF, **options)


def admin(pattern: str, **options: object) -> Row:
    return Row(pattern, "admin", allowed=("editor", "admin"), **options)


def api(pattern: str, **options: object) -> Row:
    return Row(pattern, "api", **options)


def technical(pattern: str, **options: object) -> Row:
    return Row(pattern, "technical", **options)


LOGGED_IN_GO_ON = {role: 302 for role in ROLES if role != "anonymous"}

MATRIX = [
    technical("healthz"),
    technical("readyz", ok=503),
    technical("sitemap.xml"),
    technical("media/<path:path>", ok=404, wants={"path": "absent"}),
    technical("demo/outbox/"),
    # --- content for everybody
    public(r"^((?:[\w\-]+/)*)$"),
    public("search/"),
    public("documents/*"),
    public("_util/*"),
    # --- the API
    api("api/v1/*"),
    api("api/v3/*"),
    # --- log-in and registration (allauth)
    account("accounts/login/", but=LOGGED_IN_GO_ON),
    account("accounts/signup/", but=LOGGED_IN_GO_ON),
    account("accounts/logout/", but={"anonymous": 302}),
    account("accounts/inactive/"),
    account("accounts/resend/", ok=405),
    account("accounts/confirm-email/"),
    account(r"accounts/^confirm-email/(?P<key>[-:\w]+)/$", wants={"key": "absent"}),
    account("accounts/password/reset/"),
    account("accounts/password/reset/done/"),
    account("accounts/password/reset/key/done/"),
    account(
        r"accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        wants={"uidb36": "one", "key": "absent"},
    ),
    account("accounts/login/code/confirm/", ok=302),
    account("accounts/2fa/authenticate/", ok=302),
    personal("accounts/reauthenticate/", ok=302),
    personal("accounts/email/"),
    personal("accounts/password/change/"),
    personal("accounts/password/set/", ok=302),
    personal("accounts/2fa/*"),
    personal("accounts/sessions/"),
    # --- one's own pages
    personal("cabinet/profile/"),
    personal("cabinet/phone/"),
    personal("cabinet/tokens/"),
    personal("cabinet/data/"),
    # --- the desk
    desk("desk/break-glass/", "admin"),
    # --- editors
    admin("admin/*"),
]
