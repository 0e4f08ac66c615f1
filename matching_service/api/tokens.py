"""Bearer tokens for e-mail and password."""

from contextlib import nullcontext

from flask import current_app

from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.reference import CredentialsSchema, TokenSchema
from matching_service.request_context import counted_attempt, transaction
from matching_service.services.identity import accounts

SCHEME = "Bearer"

blp = Blueprint("tokens", __name__, description="Sign-in for programs")


@blp.post("/tokens")
@blp.refuses(401)
@blp.takes(CredentialsSchema)
@blp.response(200, TokenSchema)
def issue_token(credentials):
    """Exchange e-mail and password for a token

    Send it as `Authorization: Bearer TOKEN`. It may do what the roles of the account may do. An account with a
    second factor sends the code of its authenticator app too. After several failures the next attempt has to wait.
    """
    email, code = credentials["email"], credentials.get("code", "")
    with counted_attempt(account=email), transaction() as session:
        user_id = accounts.with_password(session, email, credentials["password"])
    # codes are counted where the password was right, with those of the pages: nobody else can use them up
    with counted_attempt(code=str(user_id)) if code else nullcontext(), transaction() as session:
        token = accounts.token_with_code(session, user_id, code)
    lifetime = current_app.config["SECURITY_TOKEN_MAX_AGE"]
    return {"token": token, "token_type": SCHEME, "expires_in": int(lifetime.total_seconds())}
