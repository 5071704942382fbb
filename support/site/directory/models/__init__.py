"""The directory's tables, in the names and meanings of HSDS 3 (docs.openreferral.org), so that exchange maps them."""

from support.site.directory.models.listings import ChangeCounter, HoursPattern, ListingRow, LoadedFile
from support.site.directory.models.places import Accessibility, Address, Location, ServiceAtLocation
from support.site.directory.models.services import (
    CostOption,
    Language,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    Url,
)
from support.site.directory.models.terms import Attribute, TaxonomyTerm

__all__ = [
    "Accessibility",
    "Address",
    "Attribute",
    "ChangeCounter",
    "CostOption",
    "HoursPattern",
    "Language",
    "ListingRow",
    "LoadedFile",
    "Location",
    "Organization",
    "Phone",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "TaxonomyTerm",
    "Url",
]
