"""The page tree residents read, one module per kind of page."""

from home.models.addressees import AddresseePage
from home.models.catalogue import AddresseeGroupPage, CataloguePage
from home.models.city import CitySettings
from home.models.front import HomeGroup, HomePage
from home.models.standard import (
    AccessibilityStatementPage,
    ContactsPage,
    SiteMapPage,
    StandardPage,
)

__all__ = [
    "AccessibilityStatementPage",
    "AddresseeGroupPage",
    "AddresseePage",
    "CataloguePage",
    "CitySettings",
    "ContactsPage",
    "HomeGroup",
    "HomePage",
    "SiteMapPage",
    "StandardPage",
]
