"""What Flask-Security needs of the portal: forms, its messages in our words, the judgement of passwords."""

from flask_security import PasswordUtil

from employer_portal import reasons
from employer_portal.forms import sign_in as forms
from employer_portal.i18n import gettext, mark
from matching_service.services.identity import passwords
from matching_service.sign_in import Portal

FORMS = {
    "login_form": forms.SignInForm,
    "verify_form": forms.CurrentPasswordForm,
    "forgot_password_form": forms.ForgottenPasswordForm,
    "change_password_form": forms.NewPasswordForm,
    "change_email_form": forms.NewAddressForm,
    "two_factor_verify_code_form": forms.CodeForm,
    "two_factor_rescue_form": forms.NoRescueForm,
    "mf_recovery_form": forms.RecoveryForm,
    "wan_register_form": forms.PasskeyForm,
}

_TRY_AGAIN = mark("This did not work: perhaps it is too old, or was done before. Please start again.")
_LINK_TOO_OLD = mark("This link is too old or was used before. Ask for a new one here.")
_WRONG_CODE = mark("The code is not right. Codes change every half minute: take the newest one.")
_SENT_IF_KNOWN = mark("If there is an account for this address, we have sent an e-mail to it. Look into your mail.")
_SIGN_IN = mark("Sign in to see this page.")
_PASSWORD_AGAIN = mark("Type your password once more to go on.")
_NO_KEY = mark("This passkey could not be used. Try again, or sign in with your password.")
_WRONG = mark("The e-mail or the password is not right. Try again.")

MESSAGES = {
    "ALREADY_CONFIRMED": mark("Your e-mail address is confirmed. You can sign in."),
    "ANONYMOUS_USER_REQUIRED": mark("You are signed in already."),
    "API_ERROR": _TRY_AGAIN,
    "CHANGE_EMAIL_CONFIRMED": mark("Your e-mail address is changed. From now on sign in with the new one."),
    "CHANGE_EMAIL_EXPIRED": _TRY_AGAIN,
    "CHANGE_EMAIL_SENT": mark("We have sent a letter to %(email)s. Open the link in it: until then nothing changes."),
    "CONFIRMATION_EXPIRED": _LINK_TOO_OLD,
    "CONFIRMATION_REQUEST": _SENT_IF_KNOWN,
    "CONFIRMATION_REQUIRED": mark("First confirm your e-mail address: open the link that we have sent you."),
    "DISABLED_ACCOUNT": _WRONG,
    "EMAIL_CONFIRMED": mark("Thank you, your e-mail address is confirmed. Now you can sign in."),
    "EMAIL_NOT_PROVIDED": mark("Write your e-mail address."),
    "GENERIC_AUTHN_FAILED": _WRONG,
    "INVALID_CODE": _WRONG_CODE,
    "INVALID_CONFIRMATION_TOKEN": _LINK_TOO_OLD,
    "INVALID_EMAIL_ADDRESS": mark("Write an e-mail address, such as ana@firma.rs."),
    "INVALID_INPUT": mark("This cannot be taken. Write it differently."),
    "INVALID_INPUT_LENGTH": mark("This text is too long."),
    "INVALID_PASSWORD": mark("The password is not right."),
    "INVALID_PASSWORD_CODE": mark("The password is not right."),
    "INVALID_RECOVERY_CODE": mark("This recovery code is not right, or was used before."),
    "INVALID_REDIRECT": _TRY_AGAIN,
    "INVALID_RESET_PASSWORD_TOKEN": _LINK_TOO_OLD,
    "LOGIN": _SIGN_IN,
    "NO_RECOVERY_CODES_SETUP": mark("You have no recovery codes yet."),
    "PASSWORD_CHANGE": mark("Your password is changed. All other browsers and devices are signed out."),
    "PASSWORD_IS_THE_SAME": mark("This is the password you have now. Choose another one."),
    "PASSWORD_NOT_PROVIDED": mark("Write the password."),
    "PASSWORD_RESET_EXPIRED": _LINK_TOO_OLD,
    "PASSWORD_RESET_NO_LOGIN": mark("Your password is changed. Sign in with the new one."),
    "PASSWORD_RESET_REQUEST": _SENT_IF_KNOWN,
    "REAUTHENTICATION_REQUIRED": _PASSWORD_AGAIN,
    "REAUTHENTICATION_SUCCESSFUL": mark("Thank you. Now you can go on."),
    "REFRESH": _PASSWORD_AGAIN,
    "RETYPE_PASSWORD_MISMATCH": mark("The two passwords are not the same."),
    "PASSWORD_MISMATCH": mark("The two passwords are not the same."),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": mark("Signing in with a code is set up. Now make recovery codes, too."),
    "TWO_FACTOR_DISABLED": mark("Signing in with a code is turned off."),
    "TWO_FACTOR_INVALID_TOKEN": _WRONG_CODE,
    "TWO_FACTOR_LOGIN_SUCCESSFUL": mark("You are signed in."),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": _TRY_AGAIN,
    "TWO_FACTOR_PERMISSION_DENIED": mark("Sign in with your e-mail and password first."),
    "TWO_FACTOR_SETUP_EXPIRED": _TRY_AGAIN,
    "UNAUTHENTICATED": _SIGN_IN,
    "UNAUTHORIZED": _SIGN_IN,
    "USER_DOES_NOT_EXIST": _WRONG,
    "WEBAUTHN_CREDENTIAL_DELETED": mark("The passkey %(name)s is removed."),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": mark("This device has a passkey here already."),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": _NO_KEY,
    "WEBAUTHN_EXPIRED": _TRY_AGAIN,
    "WEBAUTHN_MISMATCH_USER_HANDLE": _NO_KEY,
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": mark("Use letters and numbers only."),
    "WEBAUTHN_NAME_INUSE": mark("You have a passkey of this name. Choose another name."),
    "WEBAUTHN_NAME_NOT_FOUND": mark("You have no passkey of this name."),
    "WEBAUTHN_NAME_REQUIRED": mark("Give the passkey a name, such as: my phone."),
    "WEBAUTHN_NO_VERIFY": _NO_KEY,
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": _NO_KEY,
    "WEBAUTHN_REGISTER_SUCCESSFUL": mark("The passkey %(name)s is added. You can sign in with it now."),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": _NO_KEY,
}

SUBJECTS = {
    "CHANGE_EMAIL_NOTICE": mark("Your e-mail address was changed"),
    "CONFIRM": mark("Confirm your e-mail address"),
    "PASSWORD_RESET": mark("A new password"),
    "PASSWORD_NOTICE": mark("Your password was changed"),
    "PASSWORD_CHANGE_NOTICE": mark("Your password was changed"),
}


class PasswordInWords(PasswordUtil):
    """What services.passwords says of a password, as a sentence under the field."""

    def validate(self, password: str, is_register: bool, **kwargs) -> tuple[list[str] | None, str]:
        user, normal = kwargs.get("user"), self.normalize(password)
        weak = passwords.problem(normal, (user.email, user.name) if user else ())
        return [reasons.refusal("password", weak)] if weak else None, normal


def for_sign_in() -> Portal:
    config = {f"SECURITY_MSG_{key}": (text, "info") for key, text in MESSAGES.items()}
    config |= {f"SECURITY_EMAIL_SUBJECT_{key}": text for key, text in SUBJECTS.items()}
    config["SECURITY_CHANGE_EMAIL_SUBJECT"] = mark("Confirm your new e-mail address")
    return Portal(FORMS, config, PasswordInWords, gettext)
