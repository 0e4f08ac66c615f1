"""The routes of pages and API: what they ask the table, or why they ask nothing."""

from dataclasses import dataclass, field

from tests import factories
from tests.permission_tables.expected import COMPANY, INVITED, KEPT, NOTHING, OPENING, PERSON, SENT


@dataclass(frozen=True, slots=True)
class Asks:
    """A request asks for `action`, to a thing of this kind.

    `body`: a form, or JSON for the API. `values`: further parts of the address. In both, the name of a field of Things
    stands for the thing. `published`: the opening of the address is one that anybody may see.
    """

    action: str
    kind: str = NOTHING
    body: dict[str, object] | None = None
    values: dict[str, object] = field(default_factory=dict)
    published: bool = False


ANA = {"given_name": "Ana", "family_name": "Jović"}
COMPANY_BODY = {"pib": factories.pib(), "name": "Pekara Zora"}
WELDER = {"title": "Zavarivač"}
OPENING_FORM = WELDER | {"description": "Zavarivanje", "municipality": "nis", "places": "2"}
PROFILE, PROFILES = "/api/v1/profiles/<row_id:profile_id>", "/api/v1/profiles"
OPENINGS, ONE_OPENING = "/api/v1/openings", "/api/v1/openings/<row_id:opening_id>"
ONE_APPLICATION = "/api/v1/applications/<row_id:application_id>"
PAIR = f"{ONE_OPENING}/candidates/<row_id:profile_id>"
REQUESTS = "/api/v1/data-requests"
FOLLOW_UP, POOL = "/api/v1/follow-ups/<row_id:follow_up_id>", "/api/v1/pools/<row_id:pool_id>"
EMPLOYERS, ONE_EMPLOYER = "/api/v1/employers", "/api/v1/employers/<row_id:employer_id>"
OF_COMPANY, REVIEW = "/company/openings/<int:opening_id>", "/coordinator/openings/<int:opening_id>"
IN_LIST = "/openings/<int:opening_id>/people/<int:person_id>"
ONE_PERSON = "/people/<int:person_id>"
COHORT, API_COHORT = "/cohorts/<int:cohort_id>", "/api/v1/cohorts/<row_id:cohort_id>"
PLACE = "/places/<int:placement_id>"
EVALUATE = f"{PLACE}/evaluations/<any(mid_term, final):moment>/<any(by_company, by_person):whose>"
STEPS = "submit, review, shortlist, interview, offer, reject, accept, withdraw"
EVERY_PURPOSE = "<any(profiled, ranked, shown_to_employer, statistics):purpose>"

ROUTES: dict[str, Asks] = {
    "GET /placements/<int:opening_id>": Asks("openings.read", OPENING),
    # placements
    "GET /places": Asks("placements.read"),
    f"GET {PLACE}": Asks("placements.read", SENT),
    f"GET {PLACE}/terms": Asks("placements.read", SENT),
    f"POST {PLACE}/terms": Asks("placements.change", SENT, {"title": "Pekar"}),
    f"GET {PLACE}/agreement": Asks("placements.read", SENT),
    f"GET {PLACE}/agreement.pdf": Asks("placements.read", SENT),
    f"POST {PLACE}/sign": Asks("placements.sign", SENT, {"version": "1"}),
    f"POST {PLACE}/signatures": Asks("placements.record_signature", SENT, {"version": "1", "side": "person"}),
    f"POST {PLACE}/<any(begin, begin_job, finish, break_off):action>": Asks(
        "placements.break_off", SENT, {"reason": "personal"}, {"action": "break_off"}
    ),
    f"POST {PLACE}/undo": Asks("placements.undo", SENT, {}),
    f"GET {PLACE}/hours/<day>": Asks("placements.read", SENT, values={"day": "2026-11-02"}),
    f"POST {PLACE}/hours/<day>": Asks(
        "placements.attend",
        SENT,
        {"planned": "1", "present": "1", "excused": "0", "missed": "0"},
        {"day": "2026-11-02"},
    ),
    f"GET {EVALUATE}": Asks("placements.read", SENT, values={"moment": "final", "whose": "by_person"}),
    f"POST {EVALUATE}": Asks("placements.read", SENT, {}, {"moment": "final", "whose": "by_person"}),
    f"POST {PLACE}/certificates": Asks("placements.certify", SENT, {}),
    f"GET {PLACE}/certificates/<number>.pdf": Asks("placements.certificate", SENT, values={"number": "certificate"}),
    f"POST {PLACE}/certificates/<number>/revoke": Asks(
        "placements.certify", SENT, {"reason": "mistake"}, {"number": "certificate"}
    ),
    "GET /places/of-application/<int:application_id>": Asks(
        "placements.read", SENT, values={"application_id": "accepted"}
    ),
    f"POST {PLACE}/outcomes": Asks("placements.outcome", SENT, {"months": "3", "state": "unknown"}),
    "GET /coordinator/outcomes": Asks("placements.statistics"),
    "GET /coordinator/outcomes.csv": Asks("placements.statistics"),
    # the API
    "GET /api/v1/audit": Asks("audit.read"),
    f"GET {REQUESTS}": Asks("rights.answer"),
    f"GET {REQUESTS}/<row_id:request_id>": Asks("rights.requests", PERSON),
    f"POST {REQUESTS}/<row_id:request_id>/answer": Asks("rights.answer", PERSON, {"done": True, "answer": "Jeste."}),
    f"POST {REQUESTS}/<row_id:request_id>/withdrawal": Asks("rights.ask", PERSON),
    "GET /api/v1/lists": Asks("lists.read"),
    "GET /api/v1/lists/<row_id:list_id>": Asks("lists.read", KEPT),
    "GET /api/v1/lists/<row_id:list_id>/replay": Asks("lists.replay", KEPT),
    f"GET {EMPLOYERS}": Asks("employers.search"),
    f"POST {EMPLOYERS}": Asks("employers.create", NOTHING, COMPANY_BODY),
    f"GET {ONE_EMPLOYER}": Asks("employers.read", COMPANY),
    f"PUT {ONE_EMPLOYER}": Asks("employers.update", COMPANY, COMPANY_BODY),
    f"POST {ONE_EMPLOYER}/verify": Asks("employers.verify", COMPANY),
    "POST /api/v1/match": Asks("ranking.people", NOTHING, {"opening": WELDER}),
    f"POST {OPENINGS}": Asks("openings.create", NOTHING, WELDER),
    f"GET {ONE_OPENING}": Asks("openings.read", OPENING),
    f"PUT {ONE_OPENING}": Asks("openings.update", OPENING, WELDER),
    f"POST {ONE_OPENING}/transitions": Asks("openings.close", OPENING, {"action": "close"}),
    "POST /api/v1/opening-readings": Asks("openings.create", NOTHING, WELDER),
    f"GET {ONE_OPENING}/reach": Asks("openings.reach", OPENING),
    f"GET {ONE_OPENING}/history": Asks("openings.undo", OPENING),
    f"POST {ONE_OPENING}/copies": Asks("openings.create", OPENING),
    f"POST {ONE_OPENING}/last-day": Asks("openings.extend", OPENING, {"apply_by": "2026-12-01"}),
    f"POST {ONE_OPENING}/undo": Asks("openings.undo", OPENING),
    f"GET {ONE_OPENING}/candidates": Asks("ranking.people"),
    f"GET {PAIR}/gaps": Asks("ranking.gaps", PERSON, published=True),
    f"POST {PAIR}/what-if": Asks("ranking.gaps", PERSON, {"licences": ["B"]}, published=True),
    f"GET {ONE_OPENING}/shortlist": Asks("shortlist.read", OPENING),
    f"POST {ONE_OPENING}/shortlist": Asks("shortlist.propose", PERSON, {"profile_id": "person"}, published=True),
    f"DELETE {ONE_OPENING}/shortlist/<row_id:profile_id>": Asks("shortlist.propose", PERSON, published=True),
    f"GET {PROFILES}": Asks("people.search"),
    f"POST {PROFILES}": Asks("people.create", NOTHING, ANA),
    f"GET {PROFILE}": Asks("people.read", PERSON),
    f"PUT {PROFILE}": Asks("people.update", PERSON, ANA),
    f"DELETE {PROFILE}": Asks("rights.erase", PERSON),
    "GET /api/v1/today": Asks("today.read"),
    "GET /api/v1/follow-ups": Asks("follow_ups.read"),
    f"GET {FOLLOW_UP}": Asks("follow_ups.read", PERSON),
    f"PUT {FOLLOW_UP}": Asks("follow_ups.write", PERSON, {"text": "Pozvati", "due_on": "2027-01-01"}),
    f"POST {FOLLOW_UP}/done": Asks("follow_ups.write", PERSON, {}),
    f"POST {FOLLOW_UP}/undo": Asks("follow_ups.write", PERSON, {}),
    f"POST {FOLLOW_UP}/postponement": Asks("follow_ups.write", PERSON, {"until": "2027-01-01"}),
    f"GET {PROFILE}/follow-ups": Asks("follow_ups.read", PERSON),
    f"POST {PROFILE}/follow-ups": Asks("follow_ups.write", PERSON, {"text": "Pozvati", "due_on": "2027-01-01"}),
    f"GET {PROFILE}/counsellor": Asks("responsibility.read", PERSON),
    f"PUT {PROFILE}/counsellor": Asks("responsibility.assign", PERSON, {"user_id": None}),
    "GET /api/v1/pools": Asks("pools.read"),
    "POST /api/v1/pools": Asks("pools.change", NOTHING, {"name": "Pekari"}),
    f"GET {POOL}": Asks("pools.read", KEPT),
    f"PUT {POOL}": Asks("pools.change", KEPT, {"name": "Pekari"}),
    f"GET {POOL}/members": Asks("pools.read", KEPT),
    f"POST {POOL}/members": Asks("pools.change", KEPT, {"profile_id": "person"}),
    f"DELETE {POOL}/members/<row_id:profile_id>": Asks("pools.change", KEPT),
    f"GET {PROFILE}/consents": Asks("consents.read", PERSON),
    f"POST {PROFILE}/consents": Asks("consents.record", PERSON, {"purpose": "ranked"}),
    f"POST {PROFILE}/consents/withdrawals": Asks("consents.record", PERSON, {"purpose": "statistics"}),
    f"GET {PROFILE}/copy": Asks("rights.export", PERSON),
    f"GET {PROFILE}/data-requests": Asks("rights.requests", PERSON),
    f"POST {PROFILE}/data-requests": Asks("rights.ask", PERSON, {"kind": "erasure"}),
    f"GET {PROFILE}/erasure": Asks("rights.erase", PERSON),
    f"GET {PROFILE}/notes": Asks("notes.read", PERSON, values={"purpose": "support"}),
    f"POST {PROFILE}/notes": Asks("notes.write", PERSON, {"text": "Razgovor."}),
    f"GET {PROFILE}/openings": Asks("ranking.openings", PERSON),
    "POST /api/v1/profile-readings": Asks("people.create", NOTHING, {"text": "Ana Jović, Niš"}),
    f"POST {PROFILE}/readings": Asks("people.update", PERSON, {"text": "Ana Jović, Niš"}),
    f"GET {PROFILE}/protected": Asks("protected.read", PERSON, values={"purpose": "support"}),
    f"PUT {PROFILE}/protected": Asks("protected.write", PERSON, {"sex": "female"}),
    f"GET {PROFILE}/trainings": Asks("ranking.trainings", PERSON),
    "GET /api/v1/applications": Asks("applications.follow"),
    f"GET {PROFILE}/applications": Asks("applications.read", PERSON),
    f"POST {PROFILE}/applications": Asks("applications.send", PERSON, {"opening_id": "published"}),
    f"GET {ONE_OPENING}/applications": Asks("shortlist.read", OPENING),
    f"GET {ONE_APPLICATION}": Asks("applications.follow", SENT),
    f"PUT {ONE_APPLICATION}": Asks("applications.send", SENT, {"message": "Mogu odmah."}),
    f"POST {ONE_APPLICATION}/transitions": Asks("applications.shortlist", SENT, {"action": "shortlist"}),
    f"POST {ONE_APPLICATION}/undo": Asks("applications.undo", SENT),
    "GET /api/v1/saved-searches": Asks("searches.keep"),
    "POST /api/v1/saved-searches": Asks("searches.keep", NOTHING, {"name": "Pekar"}),
    "PUT /api/v1/saved-searches/<row_id:search_id>/rhythm": Asks("searches.keep", NOTHING, {"rhythm": "off"}),
    "DELETE /api/v1/saved-searches/<row_id:search_id>": Asks("searches.keep"),
    # a company
    "GET /company": Asks("openings.search"),
    "GET /company/colleagues": Asks("accounts.colleagues"),
    "POST /company/colleagues": Asks("invitations.colleague", NOTHING, {"email": "novi@example.test"}),
    "POST /company/colleagues/<int:user_id>/remove": Asks("accounts.colleagues", COMPANY),
    "GET /company/applications": Asks("applications.waiting"),
    "POST /company/applications/to/<int:opening_id>/rest": Asks("shortlist.read", OPENING),
    "POST /company/applications/undo": Asks("applications.undo", SENT, {"numbers": "application"}),
    f"GET {OF_COMPANY}": Asks("openings.read", OPENING),
    f"POST {OF_COMPANY}/<any(submit, pause, resume, fill, close):action>": Asks(
        "openings.close", OPENING, {}, {"action": "close"}
    ),
    f"GET {OF_COMPANY}/edit": Asks("openings.read", OPENING),
    f"POST {OF_COMPANY}/edit": Asks("openings.update", OPENING, OPENING_FORM),
    f"POST {OF_COMPANY}/copy": Asks("openings.create", OPENING, {}),
    f"POST {OF_COMPANY}/last-day": Asks("openings.extend", OPENING, {"apply_by": "1. 12. 2026."}),
    f"POST {OF_COMPANY}/undo": Asks("openings.undo", OPENING, {}),
    f"POST {OF_COMPANY}/edit/draft": Asks("openings.create", OPENING, OPENING_FORM),
    f"GET {OF_COMPANY}/people": Asks("shortlist.read", OPENING),
    f"GET {OF_COMPANY}/reading": Asks("openings.read", OPENING),
    f"POST {OF_COMPANY}/reading": Asks("openings.update", OPENING, {}),
    "POST /company/openings/new/<any(internship, vacancy):kind>": Asks(
        "openings.create", NOTHING, OPENING_FORM, {"kind": "vacancy"}
    ),
    "POST /company/openings/new/<any(internship, vacancy):kind>/draft": Asks(
        "openings.create", NOTHING, OPENING_FORM, {"kind": "vacancy"}
    ),
    "GET /company/profile": Asks("employers.read"),
    "POST /company/profile": Asks("employers.update", NOTHING, COMPANY_BODY | {"municipality": "nis"}),
    # a coordinator
    "GET /audit": Asks("audit.read"),
    "GET /coordinator": Asks("openings.search"),
    "GET /coordinator/accounts": Asks("accounts.search"),
    "POST /coordinator/accounts/<int:user_id>/<any(deactivate, reactivate, 'drop-second-factor'):change>": Asks(
        "accounts.change", KEPT, {}, {"change": "deactivate"}
    ),
    "POST /coordinator/accounts/invite": Asks(
        "invitations.staff", NOTHING, {"email": "novi@example.test", "role": "counsellor"}
    ),
    "GET /coordinator/fairness": Asks("fairness.read"),
    "GET /coordinator/fairness.csv": Asks("fairness.read"),
    "GET /coordinator/fairness.svg": Asks("fairness.read"),
    f"GET {REVIEW}": Asks("openings.read", OPENING),
    f"POST {REVIEW}/approve": Asks("openings.approve", OPENING),
    f"POST {REVIEW}/return": Asks("openings.return", OPENING, {"reason": "Razlog"}),
    "GET /coordinator/companies": Asks("employers.verify"),
    "POST /coordinator/companies/<int:employer_id>/verify": Asks("employers.verify", COMPANY),
    "GET /coordinator/organisations": Asks("organisations.list"),
    "POST /coordinator/organisations": Asks("organisations.create", NOTHING, {"name": "Udruženje"}),
    "GET /coordinator/organisations/<int:organisation_id>": Asks("organisations.rename"),
    "POST /coordinator/organisations/<int:organisation_id>": Asks("organisations.rename", NOTHING, {"name": "Drugi"}),
    "GET /coordinator/tokens": Asks("tokens.list"),
    "POST /coordinator/tokens": Asks("tokens.make", NOTHING, {"name": "Sajt", "days": "30"}),
    "POST /coordinator/tokens/<int:token_id>/revoke": Asks("tokens.revoke", KEPT),
    "GET /lists": Asks("lists.read"),
    "GET /lists/<int:list_id>": Asks("lists.read", KEPT),
    "GET /lists/<int:list_id>/replay": Asks("lists.replay", KEPT),
    # a counsellor
    "GET /counsellor": Asks("applications.recent"),
    "GET /caseload": Asks("caseload.read"),
    "POST /today/<kind>/<int:item_id>/postpone": Asks(
        "today.postpone", PERSON, {"person_id": "person"}, {"kind": "quiet", "item_id": "person"}
    ),
    "POST /today/<kind>/<int:item_id>/back": Asks(
        "today.postpone", NOTHING, {}, {"kind": "quiet", "item_id": "person"}
    ),
    "POST /follow-ups/<int:follow_up_id>/<any(done, undo, postpone):what>": Asks(
        "follow_ups.write", PERSON, {}, {"what": "done"}
    ),
    f"POST {ONE_PERSON}/follow-ups": Asks("follow_ups.write", PERSON, {"text": "Pozvati", "due_on": "1.1.2027."}),
    f"POST {ONE_PERSON}/contacts": Asks("caseload.log", PERSON, {"way": "visit", "said": "Traži posao."}),
    f"POST {ONE_PERSON}/responsible": Asks("responsibility.assign", PERSON, {}),
    f"POST {ONE_PERSON}/pools": Asks("pools.change", PERSON, {"pool": "pool"}),
    "POST /people/found/pools": Asks("pools.change", KEPT, {"pool": "pool", "text": "jović"}),
    "GET /pools": Asks("pools.read"),
    "POST /pools": Asks("pools.change", NOTHING, {"name": "Pekari"}),
    "GET /pools/<int:pool_id>": Asks("pools.read", KEPT),
    "GET /pools/<int:pool_id>/edit": Asks("pools.read", KEPT),
    "POST /pools/<int:pool_id>/edit": Asks("pools.change", KEPT, {"name": "Pekari"}),
    "POST /pools/<int:pool_id>/<any(checked, close, reopen):what>": Asks("pools.change", KEPT, {}, {"what": "checked"}),
    "POST /pools/<int:pool_id>/people": Asks("pools.change", KEPT, {"person": "person"}),
    "POST /pools/<int:pool_id>/people/<int:person_id>/remove": Asks("pools.change", KEPT),
    "POST /openings/<int:opening_id>/people/take-back": Asks(
        "shortlist.propose", PERSON, {"people": "person"}, published=True
    ),
    "POST /openings/<int:opening_id>/people/chosen": Asks(
        "pools.change", KEPT, {"what": "add", "pool": "pool", "person": "person"}
    ),
    "GET /openings/<int:opening_id>/people/compare": Asks(
        "people.read", PERSON, None, {"person": "person"}, published=True
    ),
    f"GET {ONE_PERSON}/openings/compare": Asks("people.read", PERSON),
    "POST /invitations/<int:invitation_id>/revoke": Asks("invitations.list", INVITED),
    "GET /openings": Asks("openings.search"),
    "GET /openings/<int:opening_id>/people": Asks("ranking.people"),
    f"GET {IN_LIST}": Asks("ranking.gaps", PERSON, published=True),
    f"GET {IN_LIST}/place": Asks("overrides.read", PERSON, published=True),
    f"POST {IN_LIST}/place": Asks(
        "overrides.decide", PERSON, {"what": "move", "place": "1", "reason": "met_in_person"}, published=True
    ),
    f"POST {IN_LIST}/place/take-back": Asks("overrides.decide", PERSON, published=True),
    f"POST {IN_LIST}/propose": Asks("shortlist.propose", PERSON, published=True),
    f"POST {IN_LIST}/take-back": Asks("shortlist.propose", PERSON, published=True),
    "GET /people": Asks("people.search"),
    f"GET {ONE_PERSON}": Asks("people.read", PERSON),
    f"GET {ONE_PERSON}/account": Asks("people.read", PERSON),
    f"POST {ONE_PERSON}/account": Asks("invitations.person", PERSON, {"email": "novi@example.test"}),
    f"POST {ONE_PERSON}/applications/<int:opening_id>/draft": Asks("applications.send", PERSON, published=True),
    f"POST {ONE_PERSON}/applications/<int:opening_id>": Asks("applications.send", PERSON, published=True),
    f"GET {ONE_PERSON}/consents": Asks("consents.read", PERSON),
    f"POST {ONE_PERSON}/consents": Asks(
        "consents.record", PERSON, {"purposes": "ranked", "how": "paper", "language": "sr", "given_on": "1.1.2026."}
    ),
    f"GET {ONE_PERSON}/consents/paper": Asks("people.read", PERSON),
    f"POST {ONE_PERSON}/consents/withdraw/{EVERY_PURPOSE}": Asks(
        "consents.record", PERSON, {}, {"purpose": "statistics"}
    ),
    f"GET {ONE_PERSON}/data": Asks("rights.requests", PERSON),
    f"POST {ONE_PERSON}/data": Asks("rights.ask", PERSON, {"kind": "erasure"}),
    f"GET {ONE_PERSON}/data/copy.<any(html, json):suffix>": Asks("rights.export", PERSON, values={"suffix": "json"}),
    f"GET {ONE_PERSON}/edit/<section>": Asks("people.read", PERSON, values={"section": "words"}),
    f"POST {ONE_PERSON}/edit/<section>": Asks("people.update", PERSON, {"about": "Vredna."}, {"section": "words"}),
    f"GET {ONE_PERSON}/cv": Asks("people.read", PERSON),
    f"POST {ONE_PERSON}/cv": Asks("people.update", PERSON, {"text": "Ana Jović, Niš"}),
    f"POST {ONE_PERSON}/cv/confirm": Asks("people.update", PERSON, {}),
    f"GET {ONE_PERSON}/openings": Asks("ranking.openings", PERSON),
    f"GET {ONE_PERSON}/protected": Asks("protected.read", PERSON, values={"purpose": "support"}),
    f"GET {ONE_PERSON}/protected/edit": Asks("protected.read", PERSON, values={"purpose": "support"}),
    f"POST {ONE_PERSON}/protected/edit": Asks("protected.write", PERSON, {"sex": "female"}),
    f"POST {ONE_PERSON}/protected/notes": Asks("notes.write", PERSON, {"text": "Razgovor."}),
    f"GET {ONE_PERSON}/shares": Asks("people.share", PERSON),
    f"POST {ONE_PERSON}/shares": Asks("people.share", PERSON),
    f"POST {ONE_PERSON}/shares/<int:organisation_id>/end": Asks(
        "people.share", PERSON, {}, {"organisation_id": "shared_with"}
    ),
    f"GET {ONE_PERSON}/trainings": Asks("ranking.trainings", PERSON),
    "POST /people/new": Asks("people.create", NOTHING, ANA),
    "POST /people/cv": Asks("people.create", NOTHING, {"text": "Ana Jović, Niš"}),
    "POST /people/cv/confirm": Asks("people.create", NOTHING, ANA),
    "GET /requests/<int:request_id>": Asks("rights.requests", PERSON),
    "POST /requests/<int:request_id>/<any(done, refused):state>": Asks(
        "rights.answer", PERSON, {"answer": "Ispravljeno."}, {"state": "done"}
    ),
    "POST /requests/<int:request_id>/erase": Asks("rights.erase", PERSON, {"answer": "Obrisano.", "sure": "y"}),
    "GET /reviews/<int:review_id>": Asks("reviews.answer", PERSON),
    "POST /reviews/<int:review_id>": Asks("reviews.answer", PERSON, {"answer": "Zato."}),
    # cohorts
    "GET /api/v1/cohorts": Asks("cohorts.read"),
    "POST /api/v1/cohorts": Asks("cohorts.change", NOTHING, {"name": "Jesen"}),
    f"GET {API_COHORT}": Asks("cohorts.read", KEPT),
    f"PUT {API_COHORT}": Asks("cohorts.change", KEPT, {"name": "Jesen"}),
    f"POST {API_COHORT}/members": Asks("cohorts.change", KEPT, {"profile_ids": []}),
    f"PUT {API_COHORT}/profiles/<row_id:profile_id>/priority": Asks("cohorts.change", KEPT, {"priority": 0}),
    f"PUT {API_COHORT}/profiles/<row_id:profile_id>/openings/<row_id:opening_id>": Asks(
        "cohorts.change", KEPT, {"wish": 1}, published=True
    ),
    f"DELETE {API_COHORT}/profiles/<row_id:profile_id>": Asks("cohorts.change", KEPT),
    f"DELETE {API_COHORT}/openings/<row_id:opening_id>": Asks("cohorts.change", KEPT, published=True),
    f"POST {API_COHORT}/proposals": Asks("cohorts.propose", KEPT),
    f"GET {API_COHORT}/proposals/<row_id:run_id>": Asks("cohorts.read", KEPT),
    f"POST {API_COHORT}/proposals/<row_id:run_id>/confirmations": Asks("cohorts.confirm", KEPT, {}),
    f"DELETE {API_COHORT}/proposals/<row_id:run_id>/confirmations/<row_id:profile_id>": Asks("cohorts.confirm", KEPT),
    "GET /cohorts": Asks("cohorts.read"),
    "POST /cohorts": Asks("cohorts.change", NOTHING, {"name": "Jesen"}),
    f"GET {COHORT}": Asks("cohorts.read", KEPT),
    f"GET {COHORT}/settings": Asks("cohorts.read", KEPT),
    f"POST {COHORT}/settings": Asks("cohorts.change", KEPT, {"name": "Jesen", "lowest_fit": "30"}),
    f"GET {COHORT}/people": Asks("cohorts.read", KEPT),
    f"POST {COHORT}/people": Asks("cohorts.change", KEPT, {"person": "person"}),
    f"POST {COHORT}/people/<int:person_id>/remove": Asks("cohorts.change", KEPT),
    f"POST {COHORT}/people/<int:person_id>/first": Asks("cohorts.change", KEPT, {"reason": "waiting_long"}),
    f"POST {COHORT}/people/<int:person_id>/openings/<int:opening_id>": Asks(
        "cohorts.change", KEPT, {"wish": "1"}, published=True
    ),
    f"GET {COHORT}/openings": Asks("cohorts.read", KEPT),
    f"POST {COHORT}/openings": Asks("cohorts.change", KEPT, {"opening": "published"}),
    f"POST {COHORT}/openings/<int:opening_id>/remove": Asks("cohorts.change", KEPT, published=True),
    f"POST {COHORT}/proposals": Asks("cohorts.propose", KEPT),
    f"GET {COHORT}/proposals/<int:run_id>": Asks("cohorts.read", KEPT),
    f"GET {COHORT}/proposals/<int:run_id>/people/<int:person_id>": Asks("cohorts.read", KEPT),
    f"POST {COHORT}/proposals/<int:run_id>/confirm": Asks("cohorts.confirm", KEPT),
    f"POST {COHORT}/proposals/<int:run_id>/take-back": Asks("cohorts.confirm", KEPT, {"person": "person"}),
    # a beneficiary
    "GET /my": Asks("ranking.openings"),
    "GET /my/applications": Asks("applications.read"),
    "GET /my/applications/<int:application_id>": Asks("applications.follow", SENT),
    "GET /my/applications/to/<int:opening_id>": Asks("people.read", published=True),
    f"POST /applications/<int:application_id>/<any({STEPS}):action>": Asks(
        "applications.shortlist", SENT, {}, {"action": "shortlist"}
    ),
    "POST /applications/<int:application_id>/undo": Asks("applications.undo", SENT),
    "POST /my/applications/to/<int:opening_id>": Asks("applications.send", published=True),
    "GET /my/consents": Asks("consents.read"),
    "POST /my/consents/<any(profiled, ranked, statistics):purpose>": Asks(
        "consents.record", NOTHING, {}, {"purpose": "ranked"}
    ),
    f"POST /my/consents/withdraw/{EVERY_PURPOSE}": Asks("consents.record", NOTHING, {}, {"purpose": "ranked"}),
    "GET /my/data": Asks("rights.requests"),
    "GET /my/data/copy.<any(html, json):suffix>": Asks("rights.export", values={"suffix": "json"}),
    "POST /my/data/correction": Asks("rights.ask", NOTHING, {"about": "profile", "words": "Drugi broj."}),
    "POST /my/data/erasure": Asks("rights.ask", NOTHING, {"words": ""}),
    "POST /my/data/requests/<int:request_id>/withdraw": Asks("rights.ask", PERSON),
    "GET /my/profile": Asks("people.read"),
    "GET /my/protected": Asks("protected.read"),
    "GET /my/trainings": Asks("ranking.trainings"),
    "GET /my/searches": Asks("searches.keep"),
    "POST /my/searches": Asks("searches.keep", NOTHING, {"name": "Pekar"}),
    "POST /my/searches/<int:search_id>/rhythm": Asks("searches.keep", NOTHING, {"rhythm": "off"}),
    "POST /my/searches/<int:search_id>/remove": Asks("searches.keep", NOTHING, {}),
    "GET /my/why": Asks("why.read"),
    "GET /my/why/<int:opening_id>": Asks("why.read", published=True),
    "POST /my/why/<int:opening_id>/review": Asks("reviews.ask", NOTHING, {"text": "Zašto?"}, published=True),
}

# Forms that ask nothing before they are sent, and pages that hold nothing but links: for these roles.
FORMS: dict[str, tuple[str, ...]] = {
    "GET /company/openings/new": ("employer",),
    "GET /company/openings/new/<any(internship, vacancy):kind>": ("employer",),
    "GET /people/new": ("counsellor", "coordinator"),
    "GET /people/cv": ("counsellor", "coordinator"),
    "GET /my/data/correction": ("beneficiary",),
    "GET /my/data/erasure": ("beneficiary",),
}

# Of the actor's own account: for everybody who has signed in.
OWN_ACCOUNT = (
    "GET /account",
    "POST /account/browsers/<int:browser_id>/end",
    "POST /account/browsers/end-others",
    "GET /account/email",
    "POST /account/email",
    "GET /account/passkeys",
    "POST /account/passkeys",
    "POST /account/passkeys/<token>",
    "GET /account/passkeys/delete",
    "POST /account/passkeys/delete",
    "GET /account/password",
    "POST /account/password",
    "GET /account/recovery-codes",
    "POST /account/recovery-codes",
    "GET /account/second-factor",
    "POST /account/second-factor",
    "POST /account/second-factor/<token>",
    "GET /verify",
    "POST /verify",
    "GET /verify/passkey",
    "POST /verify/passkey",
    "POST /verify/passkey/<token>",
)

# For anybody, and why.
PUBLIC: dict[str, str] = {
    "GET /certificates/<number>": "for whoever has the address of the certificate",
    "GET /certificates/<number>/badge.jwt": "for whoever has the address of the certificate",
    "GET /certificates/<number>/badge.json": "for whoever has the address of the certificate",
    "GET /certificates/issuer": "who issues certificates",
    "GET /certificates/keys/<name>": "public keys",
    "GET /certificates/revoked": "numbers that say no more than that they hold no longer",
    "GET /": "the start",
    "GET /api/v1/municipalities": "a public list",
    f"GET {OPENINGS}": "published openings; with `state` or `mine` it asks openings.search",
    "GET /api/v1/taxonomy/search": "a public vocabulary",
    "POST /api/v1/tokens": "asks for the password",
    "GET /account/email/<token>": "asks for the token of the letter",
    "GET /confirm": "asks for a letter",
    "POST /confirm": "asks for a letter, the same answer for any address",
    "GET /confirm/<token>": "asks for the token of the letter",
    "POST /confirm/<token>": "asks for the token of the letter",
    "GET /demo/messages": "of the demo alone",
    "GET /docs": "the description of the API",
    "GET /docs/assets/<path:filename>": "files",
    "GET /docs/start.js": "files",
    "GET /fs-static/<path:filename>": "files",
    "GET /health/live": "says no more than that the service works",
    "GET /health/ready": "says no more than that the service works",
    "GET /health/worker": "says no more than that a worker works",
    "GET /invitations/<token>": "asks for the token of the letter",
    "POST /invitations/<token>": "asks for the token of the letter",
    "GET /language/<code>": "the language of the pages",
    "GET /login": "signing in",
    "POST /login": "signing in",
    "GET /login/code": "signing in",
    "POST /login/code": "signing in",
    "GET /login/passkey": "signing in",
    "POST /login/passkey": "signing in",
    "POST /login/passkey/<token>": "signing in",
    "GET /login/recovery": "signing in",
    "POST /login/recovery": "signing in",
    "GET /login/rescue": "signing in",
    "POST /login/rescue": "signing in",
    "GET /login/select": "signing in",
    "POST /login/select": "signing in",
    "POST /logout": "signing out",
    "GET /openapi.json": "the description of the API",
    "GET /letters/stop/<token>": "asks for the signed link of a letter",
    "POST /letters/stop/<token>": "asks for the signed link of a letter",
    f"GET {OPENINGS}/facets": "counts of published openings",
    f"GET {OPENINGS}/hints": "trades, places and titles of published openings",
    "GET /placements": "published openings",
    "GET /placements.atom": "published openings",
    "GET /placements/hints": "trades, places and titles of published openings",
    "GET /robots.txt": "what search engines may read",
    "GET /sitemap.xml": "published openings",
    "GET /register": "companies sign themselves up",
    "POST /register": "companies sign themselves up",
    "GET /register/sent": "names the address that this browser has just registered",
    "GET /reset": "asks for a letter",
    "POST /reset": "asks for a letter, the same answer for any address",
    "GET /reset/<token>": "asks for the token of the letter",
    "POST /reset/<token>": "asks for the token of the letter",
    "GET /static/<path:filename>": "files",
    "GET /suggestions/<any(occupation, skill):kind>": "a public vocabulary",
}
