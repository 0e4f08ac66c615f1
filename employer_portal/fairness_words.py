"""The words of the fairness report: traits, their groups, outcomes and what stands out."""

from collections.abc import Mapping

from employer_portal.i18n import gettext, mark
from matching_service.services.fairness.groups import PLACE
from matching_service.services.fairness.report import FairnessReport

TRAITS = {
    "sex": mark("Sex"),
    "age": mark("Age"),
    "ethnicity": mark("Ethnicity"),
    "returnee": mark("Return from abroad"),
    "disability": mark("Disability"),
    "district": mark("District"),
}

_EVERYWHERE = {"unknown": mark("Not known"), "rest": mark("Small groups together")}
GROUPS = {
    "sex": {"female": mark("Women"), "male": mark("Men"), "other": mark("Another sex")},
    "age": {
        "under_25": mark("Under 25"),
        "25_to_34": mark("25 to 34"),
        "35_to_44": mark("35 to 44"),
        "45_to_54": mark("45 to 54"),
        "55_and_over": mark("55 and over"),
    },
    "ethnicity": {
        "serbian": mark("Serbs"),
        "roma": mark("Roma"),
        "egyptian_ashkali": mark("Egyptians and Ashkali"),
        "albanian": mark("Albanians"),
        "bulgarian": mark("Bulgarians"),
        "vlach": mark("Vlachs"),
        "bosniak": mark("Bosniaks"),
        "other": mark("Other, or more than one"),
    },
    "returnee": {"yes": mark("Returnees"), "no": mark("Not returnees")},
    "disability": {"yes": mark("With a disability"), "no": mark("Without a disability")},
}

OUTCOMES = {
    "listed": mark("At the top of a list"),
    "scored": mark("High fit"),
    "put_forward": mark("Applied or proposed"),
    "accepted": mark("Accepted by a company"),
}
EXPLAINED = {
    "listed": mark("Was among the first %(first)s people of at least one list that somebody looked at."),
    "scored": mark("Stood, on average over the lists, above the middle of all people counted here."),
    "put_forward": mark("Applied for at least one opening, or was proposed to a company."),
    "accepted": mark("Was accepted by a company at least once."),
}

CHART_NOTE = mark(
    "Bar: share of the group. Line: where it lies with 95 percent certainty. Dashed: four fifths of the best-off group."
)

SIGNS = {
    "below": mark("Below four fifths; may be chance"),
    "below_not_by_chance": mark("Below four fifths, and hardly by chance"),
}


def name(report: FairnessReport, *codes: str) -> str:
    """The word for a trait, an outcome or a sign, or for a group (its trait, its code)."""
    if len(codes) == 1:
        return gettext((TRAITS | OUTCOMES | SIGNS)[codes[0]])
    trait, group = codes
    if group in _EVERYWHERE:
        return gettext(_EVERYWHERE[group])
    return report.district_names[group] if trait == PLACE else gettext(GROUPS[trait][group])


def line_name(report: FairnessReport, traits: tuple[str, ...], groups: tuple[str, ...]) -> str:
    """`Women, 25 to 34`; the trait where its group does not tell it: `Women, Ethnicity: Not known`."""
    return ", ".join(_told(report, trait, group, len(traits) > 1) for trait, group in zip(traits, groups, strict=True))


def _told(report: FairnessReport, trait: str, group: str, with_others: bool) -> str:
    word = name(report, trait, group)
    return f"{name(report, trait)}: {word.lower()}" if with_others and group in _EVERYWHERE else word


def explained(outcome: str, values: Mapping[str, object]) -> str:
    return gettext(EXPLAINED[outcome]) % values
