"""For programs: a search as an Atom feed, the map of the site, and what search engines may read."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree  # nosec B405 # writes, and reads nothing
from xml.etree.ElementTree import Element, SubElement  # nosec B405 # as above

from flask import Blueprint, Response, request, url_for

from employer_portal import i18n, presentation, search_page, words
from employer_portal.i18n import gettext as _
from matching_service.request_context import current_engine, transaction
from matching_service.services.browsing import public_openings
from matching_service.services.browsing.browse import browse
from matching_service.services.browsing.wanted import Wanted, newest_first
from matching_service.services.marketplace.opening_record import OpeningSummary

blueprint = Blueprint("feeds", __name__)

ATOM, SITEMAP = "http://www.w3.org/2005/Atom", "http://www.sitemaps.org/schemas/sitemap/0.9"
ENTRIES = 50
# Everything else is for those who have signed in, or the same again.
CLOSED = ("/my", "/company", "/coordinator", "/counsellor", "/people", "/openings", "/account", "/api/", "/searches")
# What XML cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@blueprint.get("/placements.atom")
def atom():
    """The newest openings of a search; the parameters are those of its page."""
    wanted = newest_first(Wanted.of(request.args.to_dict(flat=False)))
    with transaction() as session:
        found = browse(session, current_engine(), wanted, limit=ENTRIES)
    return _xml(_feed(wanted, found.page.items), "application/atom+xml")


@blueprint.get("/sitemap.xml")
def sitemap():
    root = Element("urlset", xmlns=SITEMAP)
    for endpoint in ("public.start", "public.placements"):
        _text(SubElement(root, "url"), "loc", url_for(endpoint, _external=True))
    with transaction() as session:
        listed = public_openings.listed(session)
    for each in listed:
        page = SubElement(root, "url")
        _text(page, "loc", url_for("public.placement", opening_id=each.id, _external=True))
        _text(page, "lastmod", _moment(each.updated_at))
    return _xml(root, "application/xml")


@blueprint.get("/robots.txt")
def robots():
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += ["", f"Sitemap: {url_for('feeds.sitemap', _external=True)}", ""]
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")


def _feed(wanted: Wanted, items: tuple[OpeningSummary, ...]) -> Element:
    root = Element("feed", {"xmlns": ATOM, "xml:lang": i18n.current().tag})
    own = search_page.address(wanted, "feeds.atom", _external=True)
    chosen = ", ".join(chip.label for chip in search_page.chips(wanted, ""))
    _text(root, "id", own)
    _text(root, "title", f"{_('Placements and jobs')}: {chosen}" if chosen else _("Placements and jobs"))
    _text(root, "updated", _moment(max((item.published_at for item in items), default=datetime.now(UTC))))
    _text(SubElement(root, "author"), "name", _("Placements and jobs"))
    SubElement(root, "link", rel="self", type="application/atom+xml", href=own)
    page = search_page.address(wanted, _external=True)
    SubElement(root, "link", rel="alternate", type="text/html", href=page)
    root.extend(_entry(item) for item in items)
    return root


def _entry(item: OpeningSummary) -> Element:
    entry, page = Element("entry"), url_for("public.placement", opening_id=item.id, _external=True)
    _text(entry, "id", page)
    _text(entry, "title", item.title)
    _text(entry, "updated", _moment(item.published_at))
    _text(entry, "published", _moment(item.published_at))
    SubElement(entry, "link", rel="alternate", type="text/html", href=page)
    said = [words.word(words.KINDS, item.kind), item.employer_name, presentation.where(item)]
    if item.apply_by:
        said.append(_("apply by %(day)s") % {"day": presentation.day(item.apply_by)})
    _text(entry, "summary", " · ".join(filter(None, said)))
    return entry


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _NOT_XML.sub(" ", text)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _xml(root: Element, content_type: str) -> Response:
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, content_type=f"{content_type}; charset=utf-8")
