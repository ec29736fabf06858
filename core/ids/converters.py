from core.ids import ALPHABET, PUBLIC_ID_LENGTH


class PublicIdConverter:
    """`<pid:public_id>` in an address: anything that cannot be an id is a 404 without a query."""

    regex = f"[{ALPHABET}]{{{PUBLIC_ID_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
