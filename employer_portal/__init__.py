"""Web pages for companies, counsellors, coordinators, graduates, and anybody who looks for a placement."""

from flask import Blueprint, Flask

from employer_portal import (
    account,
    accounts,
    applications,
    audit,
    casework,
    certificates,
    cohorts,
    company,
    comparisons,
    consents,
    coordinator,
    counsellor,
    decisions,
    demo,
    drafting,
    errors,
    fairness,
    feeds,
    graduate,
    i18n,
    inbox,
    intake,
    invitations,
    lists,
    my_applications,
    my_reasons,
    navigation,
    organisations,
    outcomes,
    placements,
    pools,
    presentation,
    profile,
    protected,
    public,
    reasons,
    registration,
    rights,
    saved_searches,
    search_page,
    shortlists,
    sign_in_pages,
)
from employer_portal.sign_in import for_sign_in

__all__ = ["for_sign_in", "init_app"]


def init_app(app: Flask) -> None:
    """Register all pages, their files, filters, languages and error pages. The templates are the application's own."""
    app.register_blueprint(Blueprint("portal", __name__, static_folder="static", static_url_path="/static"))
    for pages in (
        public,
        feeds,
        saved_searches,
        registration,
        company,
        drafting,
        coordinator,
        counsellor,
        profile,
        intake,
        graduate,
        account,
        accounts,
        applications,
        my_applications,
        inbox,
        invitations,
        demo,
    ):
        app.register_blueprint(pages.blueprint)
    app.register_blueprint(saved_searches.stop_blueprint)
    app.register_blueprint(placements.blueprint)
    app.register_blueprint(certificates.blueprint)
    app.register_blueprint(certificates.public_blueprint)
    app.register_blueprint(outcomes.blueprint)
    app.register_blueprint(organisations.blueprint)
    app.register_blueprint(organisations.share_blueprint)
    app.register_blueprint(consents.blueprint)
    app.register_blueprint(consents.my_blueprint)
    app.register_blueprint(shortlists.blueprint)
    app.register_blueprint(shortlists.opening_blueprint)
    app.register_blueprint(shortlists.company_blueprint)
    app.register_blueprint(rights.blueprint)
    app.register_blueprint(rights.my_blueprint)
    for pages in (decisions, casework, pools, cohorts, comparisons, lists, my_reasons):
        app.register_blueprint(pages.blueprint)
    app.register_blueprint(protected.blueprint)
    app.register_blueprint(protected.my_blueprint)
    app.register_blueprint(audit.blueprint)
    app.register_blueprint(fairness.blueprint)
    for part in (i18n, presentation, search_page, reasons, navigation, rights, sign_in_pages, errors):
        part.init_app(app)
