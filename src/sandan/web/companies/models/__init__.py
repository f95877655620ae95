"""The company register: legal units, what is dated about them, who speaks for them, what was done to rows."""

from sandan.web.companies.models.company import Company, Intake, SizeClass, State, Verification
from sandan.web.companies.models.dated import (
    DATED,
    Address,
    Certificate,
    CompanyName,
    Dated,
    Establishment,
    IndustryCode,
)
from sandan.web.companies.models.keeping import LikelyDuplicate, Merge, MovedRow, Proposal, QualityReport
from sandan.web.companies.models.people import Contact

__all__ = [
    "DATED",
    "Address",
    "Certificate",
    "Company",
    "CompanyName",
    "Contact",
    "Dated",
    "Establishment",
    "IndustryCode",
    "Intake",
    "LikelyDuplicate",
    "Merge",
    "MovedRow",
    "Proposal",
    "QualityReport",
    "SizeClass",
    "State",
    "Verification",
]
