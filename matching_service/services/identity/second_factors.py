"""Secrets of authenticator apps and recovery codes as accounts keep them: sealed, as with them codes can be made.

With the keys of protected data and not with one made of SECRET_KEY: a new SECRET_KEY signs everybody out and must not
lock anybody out.
"""

from sqlalchemy import ColumnElement, String, cast, or_, select, update
from sqlalchemy.orm import Session

from matching_service.services.protection import sealing
from models import User

SECRET, RECOVERY = "secret of an authenticator app", "recovery code"


def is_old(session: Session) -> ColumnElement[bool]:
    """Of accounts of which something is not sealed with the newest key."""
    mark = sealing.keyring(session).newest_mark.hex()
    codes = cast(User.mf_recovery_codes, String)
    return or_(~User.tf_totp_secret.startswith(mark), codes.like('["%') & ~codes.like(f'["{mark}%'))


def reseal(session: Session, user: User) -> None:
    """With the newest key. Raises CannotOpen."""
    keyring = sealing.keyring(session)
    if user.tf_totp_secret is not None:
        user.tf_totp_secret = keyring.seal_text(keyring.open_text(user.tf_totp_secret, SECRET), SECRET)
    codes = [keyring.open_text(code, RECOVERY) for code in user.mf_recovery_codes or ()]
    if codes:
        user.mf_recovery_codes = [keyring.seal_text(code, RECOVERY) for code in codes]


# ---- used up: whoever sends the same code at the same moment finds it used


def use_counter(session: Session, user_id: int, counter: int) -> bool:
    """Note that a code of this time step was used. False: one of it, or of a later one, was used before."""
    unused = or_(User.tf_last_counter.is_(None), User.tf_last_counter < counter)
    noted = update(User).where(User.id == user_id, unused).values(tf_last_counter=counter)
    return session.execute(noted, execution_options={"synchronize_session": "fetch"}).rowcount == 1


def use_recovery_code(session: Session, user_id: int, code: str) -> bool:
    """Take the code from those that are left. False: it is none of them."""
    codes = _held(session, user_id).mf_recovery_codes or []
    found = next((sealed for sealed in codes if opened(session, sealed) == code), None)
    if found is not None:
        codes.remove(found)
        session.flush()
    return found is not None


def opened(session: Session, sealed: str) -> str | None:
    """A recovery code; None where no key opens it."""
    try:
        return sealing.keyring(session).open_text(sealed, RECOVERY)
    except sealing.CannotOpen:
        return None


def _held(session: Session, user_id: int) -> User:
    """As the database has it now; nobody else changes it until this transaction ends."""
    this = User.id == user_id
    # an update that changes nothing holds the row, in PostgreSQL and SQLite alike
    session.execute(
        update(User).where(this).values(updated_at=User.updated_at), execution_options={"synchronize_session": False}
    )
    return session.scalars(select(User).where(this), execution_options={"populate_existing": True}).one()
