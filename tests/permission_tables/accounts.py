"""Accounts, invitations, tokens and organisations."""

from matching_service.services.identity import account_admin, invitations, organisations, service_tokens
from matching_service.services.identity.accounts import NewAccount
from tests.permission_tables.expected import COMPANY, INVITED, KEPT, NOTHING, PERSON
from tests.permission_tables.uses import Does

EMAIL = "novi@example.test"


FUNCTIONS: dict[str, Does | tuple[Does, ...]] = {
    "identity.account_admin.make": Does(
        "accounts.make",
        NOTHING,
        lambda use, on: account_admin.make(*use.plain, NewAccount(EMAIL, "lozinka za probu", "Mila"), "counsellor"),
    ),
    "identity.account_admin.search": Does("accounts.search", NOTHING, lambda use, on: account_admin.search(*use.plain)),
    "identity.account_admin.deactivate": Does(
        "accounts.change", KEPT, lambda use, on: account_admin.deactivate(*use.plain, on.account)
    ),
    "identity.account_admin.reactivate": Does(
        "accounts.change", KEPT, lambda use, on: account_admin.reactivate(*use.plain, on.account)
    ),
    "identity.account_admin.drop_second_factor": Does(
        "accounts.change", KEPT, lambda use, on: account_admin.drop_second_factor(*use.plain, on.account)
    ),
    "identity.account_admin.colleagues": Does(
        "accounts.colleagues", NOTHING, lambda use, on: account_admin.colleagues(*use.plain)
    ),
    "identity.account_admin.remove_colleague": Does(
        "accounts.colleagues", COMPANY, lambda use, on: account_admin.remove_colleague(*use.plain, on.colleague)
    ),
    "identity.invitations.invite_staff": Does(
        "invitations.staff", NOTHING, lambda use, on: invitations.invite_staff(*use.plain, EMAIL, "counsellor")
    ),
    "identity.invitations.invite_person": Does(
        "invitations.person", PERSON, lambda use, on: invitations.invite_person(*use.plain, on.person, EMAIL)
    ),
    "identity.invitations.invite_colleague": Does(
        "invitations.colleague", NOTHING, lambda use, on: invitations.invite_colleague(*use.plain, EMAIL)
    ),
    "identity.invitations.open_ones": Does(
        "invitations.list", NOTHING, lambda use, on: invitations.open_ones(*use.plain)
    ),
    "identity.invitations.revoke": (
        Does("invitations.list", INVITED, lambda use, on: invitations.revoke(*use.plain, on.invitation)),
    ),
    "identity.organisations.listed": Does(
        "organisations.list", NOTHING, lambda use, on: organisations.listed(*use.plain)
    ),
    "identity.organisations.create": Does(
        "organisations.create", NOTHING, lambda use, on: organisations.create(*use.plain, "Udruženje")
    ),
    "identity.organisations.rename": Does(
        "organisations.rename", KEPT, lambda use, on: organisations.rename(*use.plain, on.organisation, "Udruženje")
    ),
    "identity.organisations.get": Does(
        "organisations.rename", NOTHING, lambda use, on: organisations.get(*use.plain, on.organisation)
    ),
    "identity.organisations.others_than_home": Does(
        "people.share", PERSON, lambda use, on: organisations.others_than_home(*use.plain, on.person)
    ),
    "identity.organisations.shares_of": Does(
        "people.share", PERSON, lambda use, on: organisations.shares_of(*use.plain, on.person)
    ),
    "identity.organisations.share": Does(
        "people.share",
        PERSON,
        lambda use, on: organisations.share(*use.with_engine, on.person, on.organisation, "Razlog"),
    ),
    "identity.organisations.unshare": Does(
        "people.share", PERSON, lambda use, on: organisations.unshare(*use.with_engine, on.person, on.shared_with)
    ),
    "identity.service_tokens.make": Does(
        "tokens.make", NOTHING, lambda use, on: service_tokens.make(*use.plain, "Sajt", 30)
    ),
    "identity.service_tokens.of_actor": Does(
        "tokens.list", NOTHING, lambda use, on: service_tokens.of_actor(*use.plain)
    ),
    "identity.service_tokens.revoke": Does(
        "tokens.revoke", KEPT, lambda use, on: service_tokens.revoke(*use.plain, on.token)
    ),
}
