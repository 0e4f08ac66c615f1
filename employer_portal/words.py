"""The words for stored values. The keys are the closed lists of the domain; a test holds them equal to the models'."""

from employer_portal.i18n import gettext, mark

FIELDS = {
    "care": mark("Care of the elderly and children"),
    "cleaning": mark("Cleaning"),
    "waste": mark("Waste and recycling"),
    "agriculture": mark("Agriculture"),
    "food": mark("Food production"),
    "hospitality": mark("Catering and tourism"),
    "beauty": mark("Hair and beauty"),
    "crafts": mark("Crafts"),
    "textile": mark("Sewing and textile"),
    "wood": mark("Wood and furniture"),
    "metal": mark("Metal and welding"),
    "construction": mark("Construction"),
    "electrical": mark("Electrical work"),
    "plumbing": mark("Plumbing and heating"),
    "vehicle": mark("Car repair"),
    "transport": mark("Driving and transport"),
    "logistics": mark("Warehouse"),
    "production": mark("Factory work"),
    "retail": mark("Shops and sales"),
    "office": mark("Office work"),
    "finance": mark("Bookkeeping and finance"),
    "it": mark("Computers and software"),
    "education": mark("Teaching and kindergarten"),
    "health": mark("Health"),
    "social": mark("Social work"),
    "engineering": mark("Engineering"),
    "law": mark("Law"),
    "media": mark("Media and design"),
    "science": mark("Science"),
    "security": mark("Security"),
    "mining": mark("Mining"),
}

KINDS = {"internship": mark("Internship"), "vacancy": mark("Job")}

STATES = {
    "draft": mark("Draft"),
    "pending_approval": mark("Waiting for approval"),
    "published": mark("Published"),
    "paused": mark("Paused"),
    "filled": mark("Filled"),
    "closed": mark("Closed"),
    "expired": mark("Expired"),
}
# Why nobody is proposed for an opening in another state than published.
_NOT_PUBLISHED_YET = mark("The opening is not published yet. Once it is approved, you will see here whom to propose.")
NOT_RANKED = {
    "draft": _NOT_PUBLISHED_YET,
    "pending_approval": _NOT_PUBLISHED_YET,
    "paused": mark("The opening is paused. Once it is published again, you will see here whom to propose."),
    "filled": mark("All places are filled, so nobody more needs to be proposed."),
    "closed": mark("The opening is closed, so nobody more needs to be proposed."),
    "expired": mark("The time to apply is over, so nobody more needs to be proposed."),
}

ACTIONS = {
    "submit": mark("Send for approval"),
    "approve": mark("Approve and publish"),
    "return": mark("Return to the company"),
    "pause": mark("Pause"),
    "resume": mark("Publish again"),
    "fill": mark("All places are filled"),
    "close": mark("Close"),
    "expire": mark("Mark as expired"),
}

DONE = {
    "submit": mark("Sent. A coordinator will look at it and publish it."),
    "approve": mark("Approved and published."),
    "return": mark("Returned to the company with your reason."),
    "pause": mark("Paused. It is not shown until you publish it again."),
    "resume": mark("Published again."),
    "fill": mark("Marked as filled."),
    "close": mark("Closed."),
    "expire": mark("Marked as expired."),
}

# the steps of the history of an opening
OPENING_STEPS = {
    "create": mark("Written"),
    "update": mark("Text changed, for approval again"),
    "extend": mark("Last day moved"),
    "submit": mark("Sent for approval"),
    "approve": mark("Approved and published"),
    "return": mark("Returned for correction"),
    "pause": mark("Taken off the pages for a while"),
    "resume": mark("Published again by the company"),
    "fill": mark("Filled"),
    "close": mark("Closed"),
    "expire": mark("The last day has passed"),
}

APPLICATION_STATES = {
    "draft": mark("Not sent yet"),
    "submitted": mark("Sent"),
    "in_review": mark("The company is reading it"),
    "shortlisted": mark("Among the best"),
    "interview": mark("Invited to talk"),
    "offered": mark("The place is offered"),
    "accepted": mark("Accepted"),
    "rejected": mark("Not accepted"),
    "withdrawn": mark("Withdrawn"),
    "expired": mark("Left without an answer"),
    "placed_elsewhere": mark("Has a place elsewhere"),
    "cancelled": mark("The opening has ended"),
}

# what a button says that takes the step
APPLICATION_STEPS = {
    "submit": mark("Send"),
    "review": mark("I am reading it"),
    "shortlist": mark("Among the best"),
    "interview": mark("Invite to talk"),
    "offer": mark("Offer the place"),
    "reject": mark("Do not take"),
    "accept": mark("Accept the place"),
    "withdraw": mark("Withdraw"),
    "expire": mark("nobody answered in time"),
    "place_elsewhere": mark("a place elsewhere was accepted"),
    "cancel": mark("the opening has ended"),
}

APPLICATION_STEPS_DONE = {
    "submit": mark("The application is sent."),
    "review": mark("The person sees that you are reading the application."),
    "shortlist": mark("The person sees to be among the best."),
    "interview": mark("The person sees the invitation."),
    "offer": mark("The place is offered. The person has until %(day)s to accept it."),
    "reject": mark("The person sees the answer and the reason."),
    "accept": mark("The place is accepted, and the other applications are closed. Congratulations!"),
    "withdraw": mark("The application is withdrawn."),
}

# What has happened, as the person reads it.
APPLICATION_STEPS_TOLD = {
    "submit": mark("You have sent the application"),
    "review": mark("The company has begun to read it"),
    "shortlist": mark("The company counts you among the best"),
    "interview": mark("The company invites you to talk"),
    "offer": mark("The company offers you the place"),
    "reject": mark("The company has answered: not this time"),
    "accept": mark("You have accepted the place"),
    "withdraw": mark("You have withdrawn the application"),
    "expire": mark("Nobody has answered in time"),
    "place_elsewhere": mark("You have accepted another place"),
    "cancel": mark("The opening has ended"),
}

REJECTION_REASONS = {
    "other_person": mark("Somebody else fits better"),
    "place_filled": mark("The place is taken"),
    "experience_missing": mark("Experience is missing"),
    "qualification_missing": mark("The school or training is missing"),
    "licence_missing": mark("A licence or certificate is missing"),
    "language_level": mark("The language is not known well enough"),
    "working_hours": mark("The working hours do not suit"),
    "start_date": mark("The start date does not suit"),
    "too_far": mark("It is too far"),
    "pay_expected": mark("The pay that was asked is too high"),
    "not_reached": mark("The person could not be reached"),
    "did_not_come": mark("The person did not come to the talk"),
    "papers_missing": mark("Papers are missing"),
    "opening_withdrawn": mark("We are not looking for anybody any more"),
    "other": mark("Another reason"),
}

WITHDRAWAL_REASONS = {
    "not_told": mark("I would rather not say"),
    "found_work": mark("I have found work"),
    "distance": mark("It is too far for me"),
    "pay_offered": mark("The pay is too low"),
    "hours_offered": mark("The working hours do not suit me"),
    "other_plans": mark("I have other plans"),
}

# The same as whoever applied reads them.
REASONS_TOLD = {
    "other_person": mark("This time they have chosen somebody else."),
    "place_filled": mark("All places are taken by now."),
    "experience_missing": mark("For this work they look for somebody with more experience."),
    "qualification_missing": mark("For this work another school or training is needed."),
    "licence_missing": mark("A licence or certificate is needed that is not in your profile."),
    "language_level": mark("This work needs more of a language."),
    "working_hours": mark("Their working hours and yours do not go together."),
    "start_date": mark("They need somebody at another time."),
    "too_far": mark("They think that the way to work would be too long."),
    "pay_expected": mark("They cannot pay what was asked for."),
    "not_reached": mark("They have tried to reach you and could not. See whether your telephone number is right."),
    "did_not_come": mark("You were expected to a talk that did not come about. Your counsellor can help to explain."),
    "papers_missing": mark("Papers are missing. Your counsellor can help you to get them."),
    "opening_withdrawn": mark("They are not looking for anybody any more. It has nothing to do with you."),
    "other": mark("They have decided otherwise."),
    **WITHDRAWAL_REASONS,
}
# And the reasons of people as companies and staff read them.
REASONS_READ = {
    **REJECTION_REASONS,
    "not_told": mark("Did not say why"),
    "found_work": mark("Has found work"),
    "distance": mark("It is too far for the person"),
    "pay_offered": mark("The pay is too low for the person"),
    "hours_offered": mark("The working hours do not suit the person"),
    "other_plans": mark("Has other plans"),
}

STEP_REASONS = {"reject": REJECTION_REASONS, "withdraw": WITHDRAWAL_REASONS}

ISCED_LEVELS = {
    0: mark("Primary school not finished"),
    1: mark("First four grades of primary school"),
    2: mark("Primary school"),
    3: mark("Secondary school"),
    4: mark("Specialisation after secondary school"),
    5: mark("Short higher programme"),
    6: mark("Bachelor's degree or college"),
    7: mark("Master's degree"),
    8: mark("Doctorate"),
}

SPOKEN_LANGUAGES = {
    "sr": mark("Serbian"),
    "en": mark("English"),
    "de": mark("German"),
    "sq": mark("Albanian"),
    "rom": mark("Romani"),
    "bg": mark("Bulgarian"),
    "mk": mark("Macedonian"),
    "ro": mark("Romanian"),
    "hu": mark("Hungarian"),
    "it": mark("Italian"),
    "fr": mark("French"),
    "es": mark("Spanish"),
    "ru": mark("Russian"),
    "tr": mark("Turkish"),
    "sv": mark("Swedish"),
    "nl": mark("Dutch"),
    "el": mark("Greek"),
    "sl": mark("Slovenian"),
    "zh": mark("Chinese"),
}

# What a CV tells and a profile does not take over, by the keys of the reader.
NOT_TAKEN_OVER = {
    "birth": mark("date or place of birth, age"),
    "sex": mark("sex"),
    "nationality": mark("nationality or citizenship"),
    "family": mark("marital status and children"),
    "religion": mark("religion"),
    "personal_number": mark("personal number or number of a document"),
    "health": mark("health"),
    "army": mark("military service"),
    "photo": mark("pictures"),
    "return": mark("return or asylum"),
    "address": mark("the address beyond the municipality"),
    "references": mark("names of other people"),
    "own_words": mark("sentences that tell of origin, family, health, age or return"),
}

LANGUAGE_LEVELS = {
    "A1": mark("A1 - a few words"),
    "A2": mark("A2 - simple talk"),
    "B1": mark("B1 - gets by at work"),
    "B2": mark("B2 - good"),
    "C1": mark("C1 - very good"),
    "C2": mark("C2 - almost like a mother tongue"),
    "native": mark("Mother tongue"),
}

# The first five are what openings ask for; the others are folded away in forms.
COMMON_LICENCES = 5
LICENCES = {
    "B": mark("B - car"),
    "C": mark("C - lorry"),
    "CE": mark("CE - lorry with trailer"),
    "D": mark("D - bus"),
    "F": mark("F - tractor"),
    "AM": mark("AM - moped"),
    "A1": mark("A1 - light motorcycle"),
    "A2": mark("A2 - middle motorcycle"),
    "A": mark("A - motorcycle"),
    "B1": mark("B1 - heavy quadricycle"),
    "BE": mark("BE - car with trailer"),
    "C1": mark("C1 - lorry to 7.5 t"),
    "C1E": mark("C1E - lorry to 7.5 t with trailer"),
    "D1": mark("D1 - small bus"),
    "D1E": mark("D1E - small bus with trailer"),
    "DE": mark("DE - bus with trailer"),
    "M": mark("M - motor cultivator"),
}

WORKING_TIMES = {"full_time": mark("Full time"), "part_time": mark("Part time"), "any": mark("Either")}

# What an opening may have, to choose by.
BROWSING_FLAGS = {
    "pay": mark("Pay is stated"),
    "beginners": mark("For beginners"),
    "no_school": mark("Primary school is enough"),
    "remote": mark("Work from home"),
    "soon": mark("Starts within 30 days"),
    "new": mark("New this week"),
}
BROWSING_SORTS = {
    "relevance": mark("Best match"),
    "distance": mark("Nearest"),
    "newest": mark("Newest"),
}
HINT_KINDS = {"occupation": mark("trade"), "place": mark("place"), "title": mark("opening")}
DIGEST_RHYTHMS = {"daily": mark("every day"), "weekly": mark("once a week"), "off": mark("no e-mails")}
# Why an opening that was public cannot be applied for any more.
OVER = {
    "paused": mark("The company has paused this opening."),
    "filled": mark("All places of this opening are filled."),
    "closed": mark("This opening is closed."),
    "expired": mark("The last day to apply has passed."),
}

PAY_PERIODS = {"month": mark("a month"), "hour": mark("an hour"), "total": mark("in total")}

SKILL_LEVELS = {
    1: mark("Beginner"),
    2: mark("Works alone"),
    3: mark("Skilled"),
    4: mark("Expert"),
}

REQUALIFICATION_KINDS = {
    "requalification": mark("Requalification (another occupation)"),
    "additional": mark("Additional training (same occupation)"),
}
REQUALIFICATION_STATES = {
    "completed": mark("Completed"),
    "ongoing": mark("In progress"),
    "planned": mark("Planned"),
    "dropped": mark("Not finished"),
}

CONSENT_PURPOSES = {
    "profiled": mark("Keeping and reading the profile"),
    "ranked": mark("Comparing with openings"),
    "shown_to_employer": mark("To be seen by a company"),
    "statistics": mark("Counting in totals"),
}
DISTANCE_BANDS = {
    "up_to_5": mark("up to 5 km away"),
    "up_to_20": mark("5 to 20 km away"),
    "up_to_50": mark("20 to 50 km away"),
    "over_50": mark("more than 50 km away"),
}
CONSENT_WAYS = {"paper": mark("on paper"), "in_person": mark("in conversation"), "online": mark("online")}

SEXES = {"female": mark("Female"), "male": mark("Male"), "other": mark("Other")}

FAMILY_STATUSES = {
    "single": mark("Single"),
    "married": mark("Married"),
    "cohabiting": mark("Living together"),
    "divorced": mark("Divorced"),
    "widowed": mark("Widowed"),
    "single_parent": mark("Single parent"),
}

PROTECTED_PURPOSES = {
    "support": mark("To support the person and to find work"),
    "correction": mark("To record or correct something"),
    "export": mark("The person asks what is kept"),
    "statistics": mark("For statistics"),
}

SOURCES = {
    "self": mark("said by the person"),
    "counsellor": mark("recorded by a counsellor"),
    "certificate": mark("proven by a certificate"),
    "employer": mark("written by the company"),
    "text": mark("read from text"),
}

PARTS = {
    "occupation": mark("Occupation"),
    "required_skills": mark("Required skills"),
    "desired_skills": mark("Desirable skills"),
    "experience": mark("Experience"),
    "text": mark("Other words"),
}

PARTS_EXPLAINED = {
    "occupation": mark("How close the person's occupations are to the one asked for."),
    "required_skills": mark("Required skills the person has; one that is not known counts a little."),
    "desired_skills": mark("Desirable skills the person has; one that is not known counts a little."),
    "experience": mark("Years of work in this or a similar occupation."),
    "text": mark("Other words that the profile and the opening share."),
}

# What somebody did with a follow-up.
FOLLOW_UP_STEPS = {
    "made": mark("planned"),
    "changed": mark("changed"),
    "postponed": mark("put off"),
    "handed_over": mark("handed over"),
    "done": mark("done"),
    "undone": mark("taken back"),
}
POOL_STEPS = {
    "make": mark("made"),
    "change": mark("changed"),
    "check": mark("looked through"),
    "close": mark("closed"),
    "reopen": mark("opened again"),
}
# Why somebody stands in the list of today.
TODAY_KINDS = {
    "follow_up": mark("Planned"),
    "application": mark("The company has not answered"),
    "offer": mark("A place is offered"),
    "consent_to_ask": mark("Ask for the consent"),
    "consent_ending": mark("A consent ends"),
    "invitation": mark("Has not opened the account yet"),
    "quiet": mark("Nothing has happened for long"),
    "leaving": mark("The profile will be erased"),
    "review": mark("Asks you to look again"),
    "request": mark("Request about personal data"),
    "agreement": mark("The agreement is not signed by everybody"),
    "begin": mark("Has the work begun?"),
    "evaluation": mark("An evaluation is due"),
    "evaluation_to_read": mark("An evaluation is to be read"),
    "outcome": mark("Ask how it went on"),
}
TODAY_GROUPS = {
    "overdue": mark("Overdue"),
    "today": mark("Today"),
    "week": mark("In the next seven days"),
    "later": mark("When there is time"),
}
# How far somebody has come, and what that asks of the counsellor.
STAGES = {
    "consent": mark("no consent yet"),
    "profile": mark("profile not complete"),
    "ready": mark("ready to be proposed"),
    "proposed": mark("proposed"),
    "applied": mark("applied"),
    "interview": mark("talk or offer"),
    "placed": mark("has a place"),
}
CASELOAD_SORTS = {
    "next": mark("what comes next"),
    "contact": mark("longest without contact"),
    "name": mark("name"),
}
CONTACT_WAYS = {
    "telephone": mark("By telephone"),
    "visit": mark("Visit"),
    "message": mark("Message"),
    "other": mark("Other"),
}

DECISIONS = {"move": mark("Another place in the list"), "aside": mark("Set aside for this opening")}
OVERRIDE_REASONS = {
    "met_in_person": mark("We met in person"),
    "employer_wish": mark("The company's wish, which is lawful"),
    "condition_not_recorded": mark("A condition that is not on record"),
    "person_wish": mark("The person's own wish"),
    "data_error": mark("An error in the data"),
    "other": mark("Another reason"),
}
COHORT_RULES = {"must": mark("must come together"), "never": mark("must never come together")}
COHORT_PRIORITY_REASONS = {
    "waiting_long": mark("Has waited longest"),
    "programme_ends": mark("Support ends soon"),
    "placement_fell_through": mark("A place fell through"),
}
COHORT_OUTCOMES = {
    "placed": mark("a place"),
    "none_fits": mark("no opening fits"),
    "all_full": mark("all openings that fit are full"),
    "not_agreed": mark("has not agreed to be compared with openings"),
    "has_place": mark("has a place already"),
}
COHORT_CONFIRMED_AS = {
    "application": mark("An application was sent"),
    "proposal": mark("Proposed to the company under a code"),
    "there_before": mark("The company knew of the person already"),
}
# Why openings were left out for somebody, and why a pair could not be.
COHORT_REASONS = {
    "not_open": mark("not taking applications"),
    "no_places_left": mark("no free places"),
    "not_ranked": mark("not for people of this organisation"),
    "licence_missing": mark("driving licence missing"),
    "education_below": mark("schooling too low"),
    "language_missing": mark("language not spoken"),
    "language_below": mark("language not spoken well enough"),
    "working_time_differs": mark("other working time"),
    "available_later": mark("can start only later"),
    "too_far": mark("too far"),
    "set_aside": mark("a counsellor has put the person aside there"),
    "never": mark("you have ruled it out"),
    "was_refused": mark("was refused there before"),
    "withdrew": mark("has withdrawn there before"),
    "low_fit": mark("fits too little"),
    "not_in_cohort": mark("the opening is not in the cohort any more"),
}
LIST_DIRECTIONS = {"people": mark("People for opening"), "openings": mark("Openings for person")}
LIST_SECTIONS = {
    "ranked": mark("ranked"),
    "set_aside": mark("set aside"),
    "left_out": mark("left out"),
    "proposed": mark("shown to the company"),
}
DIFFERENCES = {
    "version": mark("version of the program"),
    "edition": mark("way of reading"),
    "taxonomy_revision": mark("state of the taxonomy"),
    "score": mark("fit"),
    "order": mark("place by fit"),
    "rank": mark("Place in the list"),
    "eligible": mark("meets the conditions"),
    "notes": mark("notes"),
    "distance_km": mark("distance"),
    "input_missing": mark("what it was made of is not kept any more"),
    "input_changed": mark("what it was made of was changed"),
    "input_unreadable": mark("what it was made of cannot be read by this version"),
    "query_missing": mark("what the list was for is not kept, so nothing can be compared"),
    "query_changed": mark("what the list was for was changed, so nothing can be compared"),
    "query_unreadable": mark("what the list was for cannot be read by this version"),
    "record_changed": mark("the record is not as it was written"),
    "search": mark("everybody ranked again gives another list"),
}


def word(words: dict, value: object) -> str:
    """The translated word for a stored value; the value itself where there is none, nothing for None."""
    if value is None:
        return ""
    return gettext(words[value]) if value in words else str(value)


ROLES = {
    "beneficiary": mark("person in the programme"),
    "employer": mark("company"),
    "counsellor": mark("counsellor"),
    "coordinator": mark("coordinator"),
    "auditor": mark("auditor"),
    "service": mark("another program"),
    "operator": mark("administrator"),
}
STAFF_ROLES = {role: ROLES[role] for role in ("counsellor", "coordinator", "auditor")}
