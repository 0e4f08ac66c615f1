"""What every answer tells the browser to refuse: pages, API, files and errors alike."""

from flask import Flask, Response, request, session

from matching_service.config import Settings

# Everything comes from our own address, and nothing is written inside a page: no scripts, no styles.
_PAGES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the marks of boxes and lists are drawings inside the style sheet
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
POLICY = "; ".join(f"{name} {value}" for name, value in _PAGES.items())
_UNUSED = ("camera", "geolocation", "microphone", "payment", "usb", "display-capture", "browsing-topics")
_PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    # addresses of pages hold ids of people: no other site learns them
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join([*(f"{name}=()" for name in _UNUSED), *(f"{name}=(self)" for name in _PASSKEYS)]),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Two years, and names below ours too.
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"
NOT_KEPT = "no-store"
ASKED_AGAIN = "private, no-cache"


def init_app(app: Flask, settings: Settings) -> None:
    """A view may set a header of its own, such as another policy; that one stays."""
    table = dict(HEADERS)
    if settings.secure_cookies:
        table["Strict-Transport-Security"] = STRICT_TRANSPORT

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in table.items():
            response.headers.setdefault(name, value)
        if not _is_file():
            response.headers["Cache-Control"] = NOT_KEPT if _is_somebodys() else ASKED_AGAIN
        return response


def _is_file() -> bool:
    """Whether it is one of the files that are the same for everybody."""
    return (request.endpoint or "").endswith(".static")


def _is_somebodys() -> bool:
    """Whether whoever asks has signed in, or is about to: then nothing stays in a cache or on a shared computer."""
    return "Authorization" in request.headers or "_user_id" in session or request.method not in ("GET", "HEAD")
