"""User accounts: who may sign in, as what, and their tokens for the API.

Passwords and tokens are Flask-Security's: these functions need an application context.
"""

import uuid
from dataclasses import dataclass

from flask import current_app
from flask_security import Security, hash_password
from flask_security.confirmable import send_confirmation_instructions
from flask_security.utils import parse_auth_token
from itsdangerous import BadData
from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from matching_service.errors import Forbidden, Invalid, NotFound, NotSignedIn
from matching_service.services.identity import browsers, organisations, passwords
from matching_service.services.identity.actors import Actor
from matching_service.services.trail import audit
from models import Employer, Person, User, account_queries, base, organisation_queries, queries
from models.vocabulary import ROLES

# Roles of accounts that work for an organisation.
OF_AN_ORGANISATION = frozenset({"counsellor", "coordinator", "auditor", "service"})
_WRONG = "wrong e-mail or password"


@dataclass(frozen=True, slots=True)
class NewAccount:
    email: str
    password: str
    name: str


@dataclass(frozen=True, slots=True)
class MyAccount:
    """What somebody sees of their own account; `recovery_codes`: how many are left."""

    name: str
    email: str
    has_second_factor: bool
    recovery_codes: int
    passkeys: tuple[str, ...]


def create_user(
    session: Session,
    account: NewAccount,
    roles: tuple[str, ...],
    employer_id: int | None = None,
    person_id: int | None = None,
    organisation_id: int | None = None,
    *,
    confirmed: bool = True,
) -> int:
    """Store an account and return its id; `employer_id` or `person_id` say for whom it acts.

    Staff work for the organisation `organisation_id`: the oldest one unless another is named. `confirmed`: whether mail
    to the address is known to arrive; else its owner has to show that before signing in. The first account of a company
    is its owner.

    Raises Invalid: email (not_an_email, taken), password (too_short, too_long, too_common), name (required),
    roles (unknown), person_id (taken), employer_id (required: an employer's account acts for a company); NotFound
    for an unknown employer or person.
    """
    email = _check(session, account, roles, employer_id)
    person = _person_without_account(session, person_id)
    if employer_id is not None and not queries.exists(session, Employer, employer_id):
        raise NotFound("employer", employer_id)
    user = User(
        email=email,
        password=hash_password(_security()._password_util.normalize(account.password)),
        name=account.name.strip(),
        fs_uniquifier=uuid.uuid4().hex,
        employer_id=employer_id,
        organisation_id=_organisation(session, roles, organisation_id),
        is_owner=employer_id is not None and not account_queries.has_accounts(session, employer_id),
        confirmed_at=base.now() if confirmed else None,
        roles=[account_queries.role(session, name) for name in roles],
    )
    session.add(user)
    session.flush()
    if person is not None:
        person.user_id = user.id
        session.flush()
    return user.id


def check_account(session: Session, account: NewAccount) -> dict[str, str]:
    """Problems of a new account by field path; empty when it can be created."""
    problems = {}
    email = normalised_email(account.email)
    if email is None:
        problems["email"] = "not_an_email"
    elif _find(session, email) is not None:
        problems["email"] = "taken"
    weak = passwords.problem(account.password, (account.email, account.name))
    if weak is not None:
        problems["password"] = weak
    if not account.name.strip():
        problems["name"] = "required"
    return problems


def issue_token(session: Session, email: str, password: str, code: str = "") -> str:
    """Both steps at once. Raises NotSignedIn, the same for an unknown address, a wrong password and a wrong code."""
    return token_with_code(session, with_password(session, email, password), code)


def with_password(session: Session, email: str, password: str) -> int:
    """The id of the account. Raises NotSignedIn, the same for an unknown address and a wrong password."""
    normalised = normalised_email(email)
    user = _find(session, normalised) if normalised else None
    if user is None or user.password is None:
        spend_time_on(password)
        raise NotSignedIn(_WRONG)
    right = user.verify_and_update_password(_security()._password_util.normalize(password))
    if not (right and user.active and user.confirmed_at):
        raise NotSignedIn(_WRONG)
    return user.id


def token_with_code(session: Session, user_id: int, code: str = "") -> str:
    """A signed bearer token for somebody whose password was right; `code` is that of the authenticator app, for
    accounts that have one. Raises NotSignedIn, as for a wrong password, for a code that is wrong or missing."""
    user = session.get(User, user_id)
    if user is None or not _is_second_factor(user, code):
        raise NotSignedIn(_WRONG)
    account_queries.note_visit(session, user.id)
    return user.get_auth_token()


def spend_time_on(password: str) -> None:
    """As long as storing or checking it takes, so that the time tells nobody who has an account."""
    hash_password(password)


def owned_company(session: Session, actor: Actor) -> int:
    """The company that the actor's account owns. Raises Forbidden for its other accounts."""
    if not owns_company(session, actor):
        raise Forbidden("this is for the account that owns the company")
    return session.get(User, actor.user_id).employer_id


def owns_company(session: Session, actor: Actor) -> bool:
    """Whether the actor's account is the one that invites and removes colleagues."""
    user = session.get(User, actor.user_id) if actor.user_id else None
    return user is not None and user.employer_id is not None and user.is_owner


def set_active(session: Session, actor: Actor, user_id: int, active: bool) -> None:
    """Who is not active cannot sign in, and is signed out everywhere. Who may do this, the caller checks."""
    user = session.get(User, user_id)
    user.active = active
    if not active:
        _end_sessions(session, user)
    session.flush()
    audit.record(session, actor, "accounts.change", ("user", user_id), details={"active": active})


def drop_second_factor(session: Session, actor: Actor, user_id: int) -> None:
    """For a lost phone: no code, no recovery codes, no passkeys, signed out. Who may do this, the caller checks."""
    user = session.get(User, user_id)
    user.tf_primary_method = user.tf_totp_secret = user.tf_last_counter = user.mf_recovery_codes = None
    user.webauthn.clear()
    _end_sessions(session, user)
    session.flush()
    audit.record(session, actor, "accounts.change", ("user", user_id), details={"second_factor": "dropped"})


def id_of(session: Session, email: str) -> int:
    """Raises NotFound."""
    normalised = normalised_email(email)
    user = _find(session, normalised) if normalised else None
    if user is None:
        raise NotFound("account", email)
    return user.id


def mine(session: Session, actor: Actor) -> MyAccount:
    user = session.get(User, actor.user_id)
    keys, codes = tuple(key.name for key in user.webauthn), len(user.mf_recovery_codes or ())
    return MyAccount(user.name, user.email, user.tf_primary_method is not None, codes, keys)


def sign_out_everywhere(session: Session, actor: Actor, except_browser: int | None = None) -> None:
    """End all browsers of the actor's own account but one, and the bearer tokens that it has been given."""
    _end_sessions(session, session.get(User, actor.user_id), except_browser)
    audit.record(session, actor, "session.ended", ("user", actor.user_id), details={"all": True})


def choose_language(session: Session, user_id: int, language: str) -> None:
    """What pages and letters are written in for this account from now on; one of PAGE_LANGUAGES."""
    session.get_one(User, user_id).language = language


def language_of(session: Session, user_id: int) -> str | None:
    """None: not known yet."""
    return session.scalar(select(User.language).where(User.id == user_id))


def _end_sessions(session: Session, user: User, except_browser: int | None = None) -> None:
    user.fs_uniquifier = uuid.uuid4().hex
    browsers.end_all(session, user.id, except_browser)


def _is_second_factor(user: User, code: str) -> bool:
    """Whether the code is right; where there is no second factor, whether the role needs none."""
    if not user.tf_primary_method:
        needed = current_app.config["SECOND_FACTOR_REQUIRED_OF"]
        return not any(role.name in needed for role in user.roles)
    window = current_app.config["SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY"]
    return _security().totp_factory.verify_totp(code, user.tf_totp_secret, user, window)


def ask_to_confirm(session: Session, email: str) -> None:
    """Write to an account that has not shown yet that it gets our mail. Needs a request, whose address the link has."""
    send_confirmation_instructions(_find(session, normalised_email(email)))


def actor_for_token(session: Session, token: str) -> Actor:
    """Raises NotSignedIn for a token that is forged, expired, or of an account that is no longer active."""
    try:
        claims = parse_auth_token(token)
    except (BadData, ValueError) as error:
        raise NotSignedIn("the token is not valid or has expired") from error
    rows = account_queries.account(session, claims["uid"])
    if not rows or not rows[0].active:
        raise NotSignedIn("the token is not valid or has expired")
    user, roles = rows[0], frozenset(row.role for row in rows) - {None}
    person_id = user.person_id if "beneficiary" in roles else None
    return Actor(user.id, user.name or user.email, roles, user.employer_id, person_id, user.organisation_id)


def actor_for_user(user: User) -> Actor:
    """What a stored account may act as."""
    roles = frozenset(role.name for role in user.roles)
    person_id = None
    if "beneficiary" in roles:
        person_id = object_session(user).scalar(select(Person.id).where(Person.user_id == user.id))
    return Actor(user.id, user.name or user.email, roles, user.employer_id, person_id, user.organisation_id)


def _security() -> Security:
    return current_app.extensions["security"]


def _check(session: Session, account: NewAccount, roles: tuple[str, ...], employer_id: int | None) -> str:
    problems = check_account(session, account)
    if not roles or not set(roles) <= set(ROLES):
        problems["roles"] = "unknown"
    if "employer" in roles and employer_id is None:
        problems["employer_id"] = "required"
    if problems:
        raise Invalid(problems)
    return normalised_email(account.email)


def normalised_email(email: str) -> str | None:
    """Lower-case, or None when it is not an address."""
    try:
        return _security()._mail_util.normalize(email).lower()
    except ValueError:
        return None


def _find(session: Session, email: str) -> User | None:
    return session.scalar(select(User).where(User.email == email))


def _person_without_account(session: Session, person_id: int | None) -> Person | None:
    if person_id is None:
        return None
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("person", person_id)
    if person.user_id is not None:
        raise Invalid({"person_id": "taken"})
    return person


def _organisation(session: Session, roles: tuple[str, ...], organisation_id: int | None) -> int | None:
    if not set(roles) & OF_AN_ORGANISATION:
        return None
    if organisation_id is None:
        return organisations.default(session)
    if organisation_queries.organisation(session, organisation_id) is None:
        raise NotFound("organisation", organisation_id)
    return organisation_id
