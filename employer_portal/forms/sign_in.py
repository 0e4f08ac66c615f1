"""Flask-Security's forms, with what they lack: attempts are counted, and take as long without such an account."""

from collections.abc import Callable
from math import ceil

from flask_security import (
    ChangeEmailForm,
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    TwoFactorRescueForm,
    VerifyForm,
    current_user,
)
from flask_security.forms import Form, TwoFactorVerifyCodeForm
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.utils import get_message, hash_password, verify_password
from flask_security.webauthn import WebAuthnRegisterForm
from wtforms import HiddenField, PasswordField

from employer_portal.i18n import ngettext
from matching_service.errors import NotSignedIn, TooManyAttempts
from matching_service.request_context import counted_attempt


class _Counted:
    """A form that checks a password or a code: after too many failures in a row it refuses without looking."""

    wait_message = ""

    def counted(self, check: Callable[[], bool], **tried: str) -> bool:
        try:
            with counted_attempt(**tried):
                if not (check() or self.was_right()):
                    raise NotSignedIn("wrong")
        except TooManyAttempts as error:
            self.wait_message = wait_message(error.seconds)
            self.form_errors = [self.wait_message]
            return False
        except NotSignedIn:
            return False
        return not self.errors

    def was_right(self) -> bool:
        """Whether what was checked was right, and something else stands in the way."""
        return False


def wait_message(seconds: int) -> str:
    minutes = ceil(seconds / 60)
    text = ngettext(
        "That was wrong too often. Wait %(num)s minute and try again.",
        "That was wrong too often. Wait %(num)s minutes and try again.",
        minutes,
    )
    return text % {"num": minutes}


class SignInForm(_Counted, LoginForm):
    def validate(self, **kwargs) -> bool:
        if not self.email.data:
            return super().validate(**kwargs)
        return self.counted(lambda: LoginForm.validate(self, **kwargs), account=self.email.data)

    def was_right(self) -> bool:
        return self.user_authenticated


class CurrentPasswordForm(_Counted, VerifyForm):
    def validate(self, **kwargs) -> bool:
        return self.counted(lambda: VerifyForm.validate(self, **kwargs), account=self.user.email)


class NewPasswordForm(_Counted, ChangePasswordForm):
    def validate(self, **kwargs) -> bool:
        if not Form.validate(self, **kwargs):  # boxes left empty: nothing was tried
            return False
        return self.counted(lambda: ChangePasswordForm.validate(self, **kwargs), account=current_user.email)

    def was_right(self) -> bool:
        return not self.password.errors


class NewAddressForm(_Counted, ChangeEmailForm):
    """Asks for the password whatever the address is: so it tells nobody which addresses have an account."""

    password = PasswordField()

    def validate(self, **kwargs) -> bool:
        self.email.data = (self.email.data or "").strip().lower()
        valid = ChangeEmailForm.validate(self, **kwargs)
        if not self.password.data:  # nothing was tried
            self.password.errors = [get_message("PASSWORD_NOT_PROVIDED")[0]]
            return False
        return self.counted(self._is_own_password, account=current_user.email) and valid

    def _is_own_password(self) -> bool:
        right = verify_password(self.password.data, current_user.password)
        if not right:
            self.password.errors = [get_message("INVALID_PASSWORD")[0]]
        return right


class ForgottenPasswordForm(ForgotPasswordForm):
    """Says of an empty box that it is empty; of an address nothing, so that nobody learns who has an account."""

    def validate(self, **kwargs) -> bool:
        if not (self.email.data or "").strip():
            self.form_errors = [get_message("EMAIL_NOT_PROVIDED")[0]]
            return False
        found = super().validate(**kwargs)
        if found:
            hash_password("as slow as for an address without an account")
        return found


class CodeForm(_Counted, TwoFactorVerifyCodeForm):
    """Codes of six digits: there is no time to try many of them."""

    def validate(self, **kwargs) -> bool:
        check = lambda: TwoFactorVerifyCodeForm.validate(self, **kwargs)  # noqa: E731
        return check() if self.is_setup else self.counted(check, code=str(self.user.id))


class RecoveryForm(_Counted, MfRecoveryForm):
    def validate(self, **kwargs) -> bool:
        self.code.data = (self.code.data or "").strip().lower()
        return self.counted(lambda: MfRecoveryForm.validate(self, **kwargs), code=str(self.user.id))


class NoRescueForm(TwoFactorRescueForm):
    """Nobody gets past a second factor by e-mail: there are recovery codes, and the coordinator."""

    def validate(self, **_kwargs) -> bool:
        return False


class PasskeyForm(WebAuthnRegisterForm):
    """Every passkey here is both factors at once."""

    usage = HiddenField()

    def validate(self, **kwargs) -> bool:
        self.usage.data = "first"
        return super().validate(**kwargs)
