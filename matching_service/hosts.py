"""Under which names the service answers, and whose word on the address of a visitor it takes."""

from http import HTTPStatus

from flask import Flask, Response, request
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from matching_service.config import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Links in e-mails are made of the name that was asked for, so a name that is not ours is refused."""
    app.config["TRUSTED_HOSTS"] = list(settings.hosts)
    if settings.proxies:
        # X-Forwarded-Host is not believed: a proxy passes the Host header on
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)

    @app.before_request
    def refuse():
        """In plain text: a page is full of links, which cannot be made for such a name."""
        if isinstance(request.routing_exception, SecurityError):
            return Response("This name is not served here.\n", HTTPStatus.BAD_REQUEST, content_type="text/plain")
        return None
