"""How long what is kept: one rule for each kind of data. What stands here is the default; a run may be told other days.

Kept without a rule: what belongs to a profile, as long as that; the audit trail, for good, as it tells who did what and
holds numbers and codes only; and people who were erased, counted.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """Deleted `days` after `since`. `people`: whole people are erased, and counsellors are warned before.

    `when_told`: only by a run that is told so (`--days`). A register from before consents were recorded would lose
    everybody to its first run.
    """

    days: int
    since: str
    reason: str
    people: bool = False
    when_told: bool = False


RULES: dict[str, Rule] = {
    "idempotent_answers": Rule(1, "the answer", "programs repeat a request within minutes"),
    "failed_attempts": Rule(1, "the last attempt", "after a day nobody is locked out any more"),
    "browsers": Rule(90, "the last visit", "a browser that is not used needs no open session"),
    "unconfirmed_accounts": Rule(
        30,
        "registering",
        "nobody has shown that it is theirs, and it keeps the address and the PIB from the real owner",
    ),
    "invitations": Rule(30, "the end of the invitation", "to tell somebody why a link does not work any more"),
    "messages": Rule(30, "being sent, or given up", "to find out what became of a letter"),
    "ranked_lists": Rule(
        365, "the last time somebody saw the list", "logs are kept for six months at least (AI Act, Art. 26(6))"
    ),
    "cohort_runs": Rule(365, "being made", "logs are kept for six months at least (AI Act, Art. 26(6))"),
    "case_notes": Rule(
        1825, "being written", "support may be taken up again; no longer than needed (ZZPL, Art. 5(1)(5))"
    ),
    "requests": Rule(1095, "the answer", "to prove that requests were answered in time (ZZPL, Art. 5(2))"),
    "withdrawn_people": Rule(
        30, "the end of the consent to a profile", "nothing is left that allows it (ZZPL, Art. 15 and 30)", people=True
    ),
    "unasked_people": Rule(
        180,
        "being recorded",
        "a profile without the person's consent may only wait for it (ZZPL, Art. 12)",
        people=True,
        when_told=True,
    ),
    "inactive_people": Rule(
        1095,
        "the last visit, change or work with the person",
        "kept no longer than needed (ZZPL, Art. 5(1)(5))",
        people=True,
    ),
}
# Counsellors see this many days before who is going to be erased.
WARNED_BEFORE = 60
