"""What people type into the register."""

from sandan.web.companies.forms.company import CompanyForm, FactsForm, StateForm, VerifyForm
from sandan.web.companies.forms.register import ExportForm, FilterForm
from sandan.web.companies.forms.rows import (
    ContactForm,
    EndForm,
    ProposalForm,
    ReasonForm,
    SettleForm,
    row_form,
)

__all__ = [
    "CompanyForm",
    "ContactForm",
    "EndForm",
    "ExportForm",
    "FactsForm",
    "FilterForm",
    "ProposalForm",
    "ReasonForm",
    "SettleForm",
    "StateForm",
    "VerifyForm",
    "row_form",
]
