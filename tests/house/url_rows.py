"""Rows of the table of addresses: what an address is for and who may open it.

Kinds:
  public     anybody, logged in or not, gets the page; no session, no CSRF token
  account    log-in and registration: anybody may come, some are sent on
  personal   one's own page: anonymous people go to log in, everybody else gets theirs
  owned      one resident's record: the owner gets it, everybody else a 404
  desk       staff with the right get it; other people a 404, as if there were nothing
  admin      editors and administrators; others are sent away
  api        public answers to programs: the same to everybody
  token      a resident's own records by a token; without it 401, whoever is logged in
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
KINDS = {"public", "account", "personal", "owned", "desk", "admin", "api", "token", "technical"}


@dataclass(frozen=True)
class Row:
    """`allowed` get `ok`; `but` overrides single roles; `wants` names values of the story.

    `posts` says that the address takes POST only, and with what: those who may not open
    it get their refusal, and nothing in the story changes.
    """

    pattern: str
    kind: str
    allowed: tuple[str, ...] = ()
    ok: int = 200
    but: dict[str, int] = field(default_factory=dict)
    wants: dict[str, str] = field(default_factory=dict)
    query: str = ""
    posts: dict[str, str] | None = None

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
            case "public" | "technical" | "account" | "api":
                return self.ok
            case "personal":
                return LOGIN if role == "anonymous" else self.ok
            case "owned":
                return self.ok if role == "resident" else LOGIN if role == "anonymous" else 404
            case "desk":
                return self.ok if role in self.allowed else LOGIN if role == "anonymous" else 404
            case "admin":
                return self.ok if role in self.allowed else LOGIN
            case "token":
                return 401
        raise ValueError(self.kind)


def public(pattern: str, **options: object) -> Row:
    return Row(pattern, "public", **options)


def account(pattern: str, **options: object) -> Row:
    return Row(pattern, "account", **options)


def personal(pattern: str, **options: object) -> Row:
    return Row(pattern, "personal", **options)


def owned(pattern: str, **options: object) -> Row:
    return Row(pattern, "owned", **options)


def drafted(pattern: str, **options: object) -> Row:
    """A draft belongs to the person or to the browser that began it; no log-in is asked for."""
    return Row(pattern, "owned", but={"anonymous": 404}, **options)


def desk(pattern: str, *allowed: str, **options: object) -> Row:
    return Row(pattern, "desk", allowed=allowed or STAFF, **options)


def admin(pattern: str, **options: object) -> Row:
    return Row(pattern, "admin", allowed=("editor", "admin"), **options)


def api(pattern: str, **options: object) -> Row:
    return Row(pattern, "api", **options)


def token(pattern: str, **options: object) -> Row:
    return Row(pattern, "token", **options)


def technical(pattern: str, **options: object) -> Row:
    return Row(pattern, "technical", **options)
