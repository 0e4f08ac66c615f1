"""Links in letters that stop such letters, without signing in: whoever has the letter may do that, and nothing else."""

from flask import current_app, url_for
from itsdangerous import BadSignature, URLSafeSerializer

_PURPOSE = "stop letters of saved searches"


def of_account(user_id: int) -> str:
    """Holds as long as the key of the service."""
    return url_for("stop_letters.ask", token=_serializer().dumps(user_id), _external=True)


def account_of(token: str) -> int | None:
    """None for a link that is not ours."""
    try:
        return int(_serializer().loads(token))
    except (BadSignature, TypeError, ValueError):
        return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=_PURPOSE)
