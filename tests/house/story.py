"""One resident with one appeal: what the addresses of the matrix are about."""

from functools import cached_property
from typing import Any

from tests.house.url_matrix import Row
from tests.house.urls import Address


class Story:
    """Values for the parameters of addresses, made when first asked for."""

    def __init__(self, people: Any) -> None:
        self.people = people

    def values_for(self, row: Row, address: Address) -> dict[str, Any]:
        """`wants` names an attribute of the story for each parameter of the address."""
        return {name: getattr(self, row.wants[name]) for name in address.parameters}

    absent = "absent"
    one = "1"

    @cached_property
    def resident(self) -> Any:
        return self.people.resident
