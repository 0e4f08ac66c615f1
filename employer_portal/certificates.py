"""Certificates: issued and revoked by staff, handed out as PDF and Open Badge, checked by whoever has the address."""

import base64
import io

import qrcode
from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from qrcode.image.svg import SvgPathImage

from employer_portal import i18n, papers, placement_words
from employer_portal.access import only
from employer_portal.i18n import gettext
from matching_service.errors import Invalid, NotFound
from matching_service.request_context import current_actor, transaction
from matching_service.services.placements import certificates, signing_keys
from matching_service.services.placements.badges import Addresses

blueprint = Blueprint("placement_certificates", __name__, url_prefix="/places/<int:placement_id>/certificates")
blueprint.before_request(only("beneficiary", "employer", "counsellor", "coordinator"))
public_blueprint = Blueprint("certificates", __name__, url_prefix="/certificates")

# what certificates are written in; the reader's language is beside it where it is another
LEGAL = "sr"


@blueprint.post("")
def issue(placement_id: int):
    with i18n.speaking(LEGAL):
        criteria = gettext("The internship was finished as agreed by the company, the intern and the programme.")
    with transaction() as session:
        certificates.issue(session, current_actor(), placement_id, _addresses(), criteria)
    flash(gettext("The certificate is issued. The person finds it here too."))
    return redirect(_page(placement_id))


@blueprint.get("/<number>.pdf")
def paper(placement_id: int, number: str):
    with transaction() as session:
        found = certificates.one_of_placement(session, current_actor(), placement_id, number)
    address = url_for("certificates.check", number=number, _external=True)
    try:
        with i18n.speaking(LEGAL):
            return papers.pdf(
                f"potvrda-{placement_id}",
                "certificates/paper.html",
                certificate=found,
                address=address,
                qr=_qr(address),
            )
    except papers.CannotBeMade:
        flash(gettext("This machine makes no PDF: Pango is not installed. Print this page instead."))
        return redirect(url_for("certificates.check", number=number))


@blueprint.post("/<number>/revoke")
def revoke(placement_id: int, number: str):
    try:
        with transaction() as session:
            certificates.revoke(session, current_actor(), placement_id, number, request.form.get("reason", ""))
    except Invalid:
        flash(gettext("Choose a reason."), "error")
    else:
        flash(gettext("The certificate is revoked: whoever checks it sees that."))
    return redirect(_page(placement_id))


def _page(placement_id: int) -> str:
    return url_for("placements.one", placement_id=placement_id, _anchor="certificate")


def _qr(address: str) -> str:
    """As the address of a picture."""
    drawn = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=0).save(drawn)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()


def _addresses() -> Addresses:
    def public(endpoint: str, **values: str) -> str:
        # braces stay: the service fills them in
        return url_for(f"certificates.{endpoint}", _external=True, **values).replace("%7B", "{").replace("%7D", "}")

    return Addresses(
        issuer_name(),
        public("issuer"),
        public("key", name="{name}"),
        public("check", number="{number}"),
        public("revoked"),
    )


def issuer_name() -> str:
    """The same in all languages: that of the pages in Serbian."""
    with i18n.speaking(LEGAL):
        return gettext("Placements and jobs")


# ---- for anybody


@public_blueprint.get("/<number>")
def check(number: str):
    """Whether the certificate is valid. Not to be found by search engines."""
    with transaction() as session:
        found = certificates.check(session, number)
    page = render_template("certificates/check.html", certificate=found, words=placement_words)
    return page, 200, {"X-Robots-Tag": "noindex"}


@public_blueprint.get("/<number>/badge.jwt")
def badge(number: str):
    """The Open Badge, as wallets and backpacks take it."""
    with transaction() as session:
        found = certificates.badge(session, number)
    headers = {"Content-Disposition": 'attachment; filename="badge.jwt"', "X-Robots-Tag": "noindex"}
    return Response(found, mimetype="application/vc+jwt", headers=headers)


@public_blueprint.get("/<number>/badge.json")
def badge_content(number: str):
    """What stands in the badge, to be read by people."""
    with transaction() as session:
        found = certificates.badge(session, number)
    answer = Response(certificates.payload(found), mimetype="application/json")
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@public_blueprint.get("/issuer")
def issuer():
    """The profile of who issues the badges."""
    return jsonify(
        {
            "@context": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "id": url_for("certificates.issuer", _external=True),
            "type": ["Profile"],
            "name": issuer_name(),
            "url": url_for("public.start", _external=True),
        }
    )


@public_blueprint.get("/keys/<name>")
def key(name: str):
    with transaction() as session:
        found = signing_keys.public(session, name)
    if found is None:
        raise NotFound("key", name)
    return jsonify(found)


@public_blueprint.get("/revoked")
def revoked():
    """As 1EdTech has lists of what was revoked."""
    with transaction() as session:
        found = certificates.revoked(session)
    return jsonify(
        {
            "id": url_for("certificates.revoked", _external=True),
            "issuer": url_for("certificates.issuer", _external=True),
            "revokedCredential": [
                {"id": url_for("certificates.check", number=number, _external=True), "revoked": True}
                for number, _at in found
            ],
        }
    )
