"""The closed lists that columns and forms share. Values are stored; their words are in the catalogues."""

ROLES = ("beneficiary", "employer", "counsellor", "coordinator", "auditor", "service")

LABEL_LANGUAGES = ("sr", "en", "de", "sq", "rom")
# What pages and letters can be read in: Serbian in both scripts.
PAGE_LANGUAGES = ("sr", "sr-Cyrl", "sq", "rom", "de", "en")
LABEL_KINDS = ("preferred", "feminine", "synonym")
SKILL_KINDS = ("skill", "knowledge", "tool", "certificate", "attitude")
FIELDS = (
    "care", "cleaning", "waste", "agriculture", "food", "hospitality", "beauty", "crafts", "textile", "wood",
    "metal", "construction", "electrical", "plumbing", "vehicle", "transport", "logistics", "production",
    "retail", "office", "finance", "it", "education", "health", "social", "engineering", "law", "media",
    "science", "security", "mining",
)  # fmt: skip

LANGUAGE_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2", "native")
LICENCE_CATEGORIES = (
    "AM", "A1", "A2", "A", "B1", "B", "BE", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE", "F", "M",
)  # fmt: skip
ISCED_LEVELS = tuple(range(9))

# Where a stored fact came from: said by the person, recorded by a counsellor, proven on paper, written by
# the employer, or read from free text by the program (shown with its confidence, replaced at the next reading).
FACT_SOURCES = ("self", "counsellor", "certificate", "employer", "text")

MENTION_KINDS = ("work", "mention", "wish")
REQUALIFICATION_KINDS = ("requalification", "additional")
REQUALIFICATION_STATES = ("completed", "ongoing", "planned", "dropped")

OPENING_KINDS = ("vacancy", "internship")
OPENING_STATES = ("draft", "pending_approval", "published", "paused", "filled", "closed", "expired")
PAY_PERIODS = ("hour", "month", "total")
WORKING_TIMES = ("full_time", "part_time", "any")

SEXES = ("female", "male", "other")
FAMILY_STATUSES = ("single", "married", "cohabiting", "divorced", "widowed", "single_parent")
# Why somebody reads protected data or case notes.
PROTECTED_PURPOSES = ("support", "statistics", "correction", "export")

# Where an application waits: for the person, for the company, for the person again; and how it ends.
APPLICATION_STATES = (
    "draft", "submitted", "in_review", "shortlisted", "interview", "offered",
    "accepted", "rejected", "withdrawn", "expired", "placed_elsewhere", "cancelled",
)  # fmt: skip
# Of people who are on their way to a place, or have it.
LIVE_APPLICATION_STATES = ("submitted", "in_review", "shortlisted", "interview", "offered", "accepted")
# Those that the company sees: also whom it has refused, as that can be taken back.
SEEN_APPLICATION_STATES = (*LIVE_APPLICATION_STATES, "rejected")
# Why a company takes somebody else or nobody, and why a person does not want the place any more.
REJECTION_REASONS = (
    "other_person", "place_filled", "experience_missing", "qualification_missing", "licence_missing",
    "language_level", "working_hours", "start_date", "too_far", "pay_expected", "not_reached", "did_not_come",
    "papers_missing", "opening_withdrawn", "other",
)  # fmt: skip
WITHDRAWAL_REASONS = ("found_work", "distance", "pay_offered", "hours_offered", "other_plans", "not_told")

CONSENT_PURPOSES = ("profiled", "ranked", "shown_to_employer", "statistics")
CONSENT_WAYS = ("paper", "in_person", "online")

# Why a counsellor puts somebody on another place of a list than the fit does.
OVERRIDE_REASONS = (
    "met_in_person", "employer_wish", "condition_not_recorded", "person_wish", "data_error", "other",
)  # fmt: skip

# What people ask of those who keep their data, what a correction is about, and what became of it.
REQUEST_KINDS = ("correction", "erasure")
REQUEST_SUBJECTS = ("profile", "protected", "notes", "other")
REQUEST_STATES = ("open", "done", "refused", "withdrawn")

FOLLOW_UP_STEPS = ("made", "changed", "postponed", "handed_over", "done", "undone")
# lines of a counsellor's list of today that can be put off; a follow-up has a day of its own
POSTPONABLE = (
    "application", "offer", "consent_to_ask", "consent_ending", "invitation", "quiet", "leaving", "review", "request",
    "agreement", "begin", "evaluation", "evaluation_to_read", "outcome",
)  # fmt: skip
# How far somebody in a counsellor's care has come.
STAGES = ("consent", "profile", "ready", "proposed", "applied", "interview", "placed")
# What an accepted application becomes, where it stands, and why it ended early.
PLACEMENT_KINDS = ("internship", "employment")
PLACEMENT_STATES = ("prepared", "agreed", "under_way", "finished", "broken_off")
BREAK_OFF_REASONS = (
    "found_work", "person_left", "did_not_come", "personal", "company_ended", "not_as_agreed", "agreed_by_all", "other",
)  # fmt: skip
# The three sides of an agreement; the first two also evaluate each other.
SIGNING_SIDES = ("company", "person", "programme")
SIGNING_WAYS = ("paper", "online")
EVALUATION_MOMENTS = ("mid_term", "final")
REVOCATION_REASONS = ("mistake", "not_earned", "asked", "replaced")
# Months after the end of an internship (after the start of a job), and what is found then. `unknown`: somebody asked
# and still does not know; `not_reached`: nobody could be asked.
OUTCOME_MONTHS = (3, 6, 12)
OUTCOME_STATES = ("employed_here", "employed_elsewhere", "not_employed", "unknown", "not_reached")
# How often somebody is told by e-mail what is new in a search they have saved.
DIGEST_RHYTHMS = ("daily", "weekly", "off")
# Cohorts: what a counsellor says of a pair, why somebody comes first, what a proposal says of a person, and what a
# confirmed line became.
COHORT_RULES = ("must", "never")
COHORT_PRIORITY_REASONS = ("waiting_long", "programme_ends", "placement_fell_through")
COHORT_OUTCOMES = ("placed", "none_fits", "all_full", "not_agreed", "has_place")
COHORT_CONFIRMED_AS = ("application", "proposal", "there_before")
