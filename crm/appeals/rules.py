"""Pure rules of appeals: indexes of the journal, codes of organisations, names of terms."""

PD_NOTICE_VERSION = "2026-01"
DATA_FIELDS = (
    *("kind", "subject", "body", "against", "against_text", "decision_ref", "learned_on"),
    *("hide_identity", "reply_channel", "organisation_name", "organisation_code"),
)
REPLY_CLOCK = "ua.appeal.month"
SIMPLE_CLOCK = "ua.appeal.simple"
EXTENDED_CLOCK = "ua.appeal.extended"
FORWARD_CLOCK = "ua.appeal.forward"
RETURN_CLOCK = "ua.appeal.return_form"
CLOCKS = {
    "reply": REPLY_CLOCK,
    "simple": SIMPLE_CLOCK,
    "extended": EXTENDED_CLOCK,
    "forward": FORWARD_CLOCK,
    "return": RETURN_CLOCK,
}


def registration_index(template: str, surname: str, number: int, year: int) -> str:
    """R-02: by default the first letter of the surname and the number of the year, Д-401/26."""
    letter = surname.strip()[:1].upper() or "Б"
    return template.format(
        letter=letter, number=number, seq=number, yy=f"{year % 100:02d}", yyyy=year
    )


def is_edrpou(code: str) -> bool:
    """Whether a code of a legal entity has eight digits with the right check digit."""
    if len(code) != 8 or not code.isascii() or not code.isdigit():
        return False
    digits = [int(sign) for sign in code]
    weights = [1, 2, 3, 4, 5, 6, 7]
    if 30_000_000 <= int(code) <= 60_000_000:
        weights = [7, 1, 2, 3, 4, 5, 6]
    remainder = _remainder(digits, weights)
    if remainder == 10:
        remainder = _remainder(digits, [weight + 2 for weight in weights]) % 10
    return remainder == digits[7]


def _remainder(digits: list[int], weights: list[int]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11
