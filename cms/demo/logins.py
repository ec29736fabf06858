"""Who can log in to the demo: one person per role, one password for all.

Read by ./run before Django is loaded, so nothing of Django is imported here.
"""

PASSWORD = "vikno-demo"
DOMAIN = "demo.test"

# (name before @demo.test, role of core.accounts.roles, what to look at first)
LOGINS = [
    ("resident", "resident", "кабінет: свої звернення", "/cabinet/"),
    ("clerk", "clerk", "реєструє звернення", "/desk/"),
    ("head", "head", "накладає резолюцію, підписує", "/desk/"),
    ("moderator", "moderator", "веде звернення свого адресата", "/desk/"),
    ("executor", "executor", "готує відповідь, приймає у віконці", "/desk/"),
    ("operator", "operator", "приймає звернення телефоном", "/desk/"),
    ("supervisor", "supervisor", "стежить за строками", "/desk/"),
    ("editor", "editor", "редагує сторінки", "/admin/"),
    ("analyst", "analyst", "бачить лише числа", "/desk/reports/quarter/"),
    ("admin", "admin", "налаштовує систему", "/admin/"),
    ("auditor", "auditor", "читає журнал", "/desk/audit/"),
]


def email(name: str) -> str:
    return f"{name}@{DOMAIN}"


def as_text(address: str) -> str:
    """What stands in the terminal when the demo is up."""
    lines = ["", f"  Вікно відчинено: {address}/", ""]
    for name, _role, purpose, path in LOGINS:
        lines.append(f"  {email(name):<22} {address}{path:<11} {purpose}")
    lines += [
        "",
        f"  Пароль в усіх один: {PASSWORD}",
        f"  Вихідні повідомлення: {address}/demo/outbox/",
        "  Зупинити: Ctrl-C",
        "",
    ]
    return "\n".join(lines)
