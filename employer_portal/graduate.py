"""Pages of a graduate, or anybody whom the programme supports: what is near me and could be mine."""

from flask import Blueprint, render_template, request

from employer_portal.access import only
from matching_service.errors import Forbidden
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.marketplace import applications
from matching_service.services.matching import ranking, trainings
from matching_service.services.profiles import people

blueprint = Blueprint("graduate", __name__, url_prefix="/my")
blueprint.before_request(only("beneficiary"))

RANKED, MOST_RANKED = 20, 100


def _me() -> int:
    """The profile behind the account. A counsellor makes the profile; without one there is nothing to show."""
    person_id = current_actor().person_id
    if person_id is None:
        raise Forbidden("the account has no profile")
    return person_id


@blueprint.get("")
def for_me():
    limit = min(max(request.args.get("limit", RANKED, type=int), 1), MOST_RANKED)
    with transaction() as session:
        me = _me()
        asked = {"limit": limit, "with_ineligible": "ineligible" in request.args}
        mine = applications.of_person(session, current_actor(), me)
        sent = {item.opening_id for item in mine if item.was_sent}
        ranked = ranking.rank_openings(session, current_actor(), current_engine(), me, **asked)
    return render_template("graduate/for_me.html", ranking=ranked, sent=sent)


@blueprint.get("/trainings")
def my_trainings():
    with transaction() as session:
        found = trainings.outlook(session, current_actor(), current_engine(), _me())
    return render_template("graduate/trainings.html", outlook=found)


@blueprint.get("/profile")
def my_profile():
    with transaction() as session:
        me = people.get(session, current_actor(), _me())
    return render_template("graduate/profile.html", person=me)
