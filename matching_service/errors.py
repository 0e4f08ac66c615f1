"""What can go wrong, in the words of the domain. Raised where it is noticed, mapped once at each edge."""

from datetime import timedelta
from math import ceil


class ServiceError(Exception):
    """Base of all errors a user can be told about."""


class NotFound(ServiceError):
    def __init__(self, kind: str, identifier: object):
        super().__init__(f"{kind} {identifier} does not exist")
        self.kind, self.identifier = kind, identifier


class NotSignedIn(ServiceError):
    """Wrong e-mail or password, or a token that is not valid (any more): 401, not 403."""


class TooManyAttempts(ServiceError):
    """Signing in has failed too often: 429. The same whether there is such an account or not."""

    def __init__(self, wait: timedelta):
        self.seconds = max(1, ceil(wait.total_seconds()))
        super().__init__("too many attempts; try again later")


class Forbidden(ServiceError):
    """The actor may not do this."""


class Conflict(ServiceError):
    """The state of things does not allow this; `allowed` names what it does allow."""

    def __init__(self, message: str, allowed: tuple[str, ...] = ()):
        super().__init__(message)
        self.allowed = allowed


class NotAgreed(Conflict):
    """The person has not agreed to it, or not any more; `purpose` is one of the purposes of consents, `employer_id` the
    company that it is about."""

    def __init__(self, person_id: int, purpose: str, employer_id: int | None = None):
        super().__init__(f"not_agreed_{purpose}")
        self.person_id, self.purpose, self.employer_id = person_id, purpose, employer_id


class Invalid(ServiceError):
    """Values that cannot be taken. `problems` maps a field path such as `skills/0/code` to a message key."""

    def __init__(self, problems: dict[str, str]):
        super().__init__("; ".join(f"{path}: {problem}" for path, problem in problems.items()))
        self.problems = problems


class Busy(ServiceError):
    """Others held for too long what this had to wait for: nothing was done, and the same again may succeed."""


class BadInput(ServiceError):
    """A file or folder that cannot be read as what it should be; the message is one clear line."""


class ConfigurationError(ServiceError):
    """Settings the service must not start with."""
