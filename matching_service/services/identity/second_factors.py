"""Secrets of authenticator apps and recovery codes as accounts keep them: sealed, as with them codes can be made.

With the keys of protected data and not with one made of SECRET_KEY: a new SECRET_KEY signs everybody out and must not
lock anybody out.
"""

from sqlalchemy import ColumnElement, String, cast, or_
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
