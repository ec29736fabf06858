"""Pure rules of appeals: indexes of the journal, codes of organisations, names of terms."""

DATA_FIELDS = (
    *("kind", "subject", "body", "against", "against_text", "decision_ref", "decision_on"),
    *("learned_on", "is_collective", "signatories_count", "signatories", "author_category"),
    *("social_status", "sex"),
    *("hide_identity", "reply_channel", "organisation_name", "organisation_code"),
)
REPLY_CLOCK = "ua.appeal.month"
SIMPLE_CLOCK = "ua.appeal.simple"
EXTENDED_CLOCK = "ua.appeal.extended"
FORWARD_CLOCK = "ua.appeal.forward"
RETURN_CLOCK = "ua.appeal.return_form"
RETURN_DATA_CLOCK = "ua.appeal.return_data"
CLOCKS = {
    "reply": REPLY_CLOCK,
    "simple": SIMPLE_CLOCK,
    "extended": EXTENDED_CLOCK,
    "forward": FORWARD_CLOCK,
    "return": RETURN_CLOCK,
    "return_data": RETURN_DATA_CLOCK,
}
ORAL_CHANNELS = ("phone", "reception")
RECEIPT_FORMS = {"phone": "1.1.1", "reception": "1.2"}
SUBJECT_MARKS = {"5.2": "КО", "5.3": "БП"}


def first_card(channel: str) -> dict[str, str]:
    """What the channel alone says of the registration card; a clerk confirms it (13.1)."""
    return {
        "receipt_form": RECEIPT_FORMS.get(channel, "1.1"),
        "letter_type": "6.3" if channel in ORAL_CHANNELS else "6.2",
    }


def registration_index(
    template: str, surname: str, number: int, year: int, subject: str = ""
) -> str:
    """R-02: by default the first letter of the surname and the number of the year, Д-401/26.

    A collective appeal has КО in the place of the letter, an unsigned one БП.
    """
    letter = SUBJECT_MARKS.get(subject) or surname.strip()[:1].upper() or "Б"
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
