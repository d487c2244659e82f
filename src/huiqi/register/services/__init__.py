"""Changing the register: one function, one use case, one transaction, one row of the audit trail.

Who may do what is checked here, so that no door (page, import, API) has rules of its own.
"""

from __future__ import annotations

from huiqi.register.services.accounts import (
    CannotKeepAccount,
    NewAccount,
    add_account,
    add_person_with_account,
    give_consent,
    invite_staff,
    prepare_subject,
    renew_link,
    switch_account,
    use_link,
)
from huiqi.register.services.allowing import CannotKeep
from huiqi.register.services.bank_accounts import (
    AccountSaid,
    CannotKeepBankAccount,
    check_bank_account,
    set_bank_account,
)
from huiqi.register.services.candidates import CannotNominate, nominate
from huiqi.register.services.checking import ask_for_check, do_check
from huiqi.register.services.contacts import CannotKeepContact, ContactSaid, add_contact, correct_contact, end_contact
from huiqi.register.services.corrections import (
    CannotCorrect,
    accept_correction,
    ask_correction,
    refuse_correction,
    withdraw_correction,
)
from huiqi.register.services.duplicates import find_duplicates, keep_apart
from huiqi.register.services.editing import correct_fact, undo_fact
from huiqi.register.services.facts import Said, record_facts
from huiqi.register.services.files import CannotKeepFile, Upload
from huiqi.register.services.grids import CannotKeepGrid, appoint, change_grid, open_grid, relieve
from huiqi.register.services.log_ins import record_log_in_event, record_refusal
from huiqi.register.services.many_titles import record_titles
from huiqi.register.services.merging import CannotMerge, merge_companies, part_companies
from huiqi.register.services.organisations import add_organisation, rename_organisation
from huiqi.register.services.people import CannotGrant, add_person, end_experts, end_role, grant_role
from huiqi.register.services.placing import CannotPlace, hand_over_company, place_company, place_many, undo_placement
from huiqi.register.services.published import FigureSaid, change_figure, record_figure
from huiqi.register.services.residents import CannotMove, admit_companies, release_company
from huiqi.register.services.schemes import (
    SchemeSaid,
    change_scheme,
    name_key_companies,
    open_scheme,
    release_key_company,
)
from huiqi.register.services.searching import index_organisations
from huiqi.register.services.titles import CannotKeepTitle, TitleSaid, correct_title, record_title, revoke_title
from huiqi.register.services.tokens import CannotMakeToken, end_token, make_token, token_of
from huiqi.register.services.undertakings import (
    CannotKeepUndertaking,
    LabelSaid,
    UndertakingSaid,
    add_undertaking,
    change_undertaking,
    end_label,
    put_label,
    withdraw_label,
)
from huiqi.register.services.visits import CannotVisit, record_visit, withdraw_visit

__all__ = [
    "AccountSaid",
    "CannotCorrect",
    "CannotGrant",
    "CannotKeep",
    "CannotKeepAccount",
    "CannotKeepBankAccount",
    "CannotKeepContact",
    "CannotKeepFile",
    "CannotKeepGrid",
    "CannotKeepTitle",
    "CannotKeepUndertaking",
    "CannotMakeToken",
    "CannotMerge",
    "CannotMove",
    "CannotNominate",
    "CannotPlace",
    "CannotVisit",
    "ContactSaid",
    "FigureSaid",
    "LabelSaid",
    "NewAccount",
    "Said",
    "SchemeSaid",
    "TitleSaid",
    "UndertakingSaid",
    "Upload",
    "accept_correction",
    "add_account",
    "add_contact",
    "add_organisation",
    "add_person",
    "add_person_with_account",
    "add_undertaking",
    "admit_companies",
    "appoint",
    "ask_correction",
    "ask_for_check",
    "change_figure",
    "change_grid",
    "change_scheme",
    "change_undertaking",
    "check_bank_account",
    "correct_contact",
    "correct_fact",
    "correct_title",
    "do_check",
    "end_contact",
    "end_experts",
    "end_label",
    "end_role",
    "end_token",
    "find_duplicates",
    "give_consent",
    "grant_role",
    "hand_over_company",
    "index_organisations",
    "invite_staff",
    "keep_apart",
    "make_token",
    "merge_companies",
    "name_key_companies",
    "nominate",
    "open_grid",
    "open_scheme",
    "part_companies",
    "place_company",
    "place_many",
    "prepare_subject",
    "put_label",
    "record_facts",
    "record_figure",
    "record_log_in_event",
    "record_refusal",
    "record_title",
    "record_titles",
    "record_visit",
    "refuse_correction",
    "release_company",
    "release_key_company",
    "relieve",
    "rename_organisation",
    "renew_link",
    "revoke_title",
    "set_bank_account",
    "switch_account",
    "token_of",
    "undo_fact",
    "undo_placement",
    "use_link",
    "withdraw_correction",
    "withdraw_label",
    "withdraw_visit",
]
