"""Ranked lists, what people decide about them, and why."""

from matching_service.matcher.assignment_worth import Weights
from matching_service.services.cohorts import cohorts, confirmations, proposals
from matching_service.services.lists import list_records, list_replay, overrides, reviews, why
from matching_service.services.marketplace.openings import OpeningRecord
from matching_service.services.matching import match_all, ranking, trainings, what_if
from matching_service.services.profiles.people import PersonRecord
from matching_service.services.profiles.profile_changes import ProfileChange
from tests.permission_tables.expected import KEPT, NOTHING, PERSON
from tests.permission_tables.uses import Does

ANA, WELDER = PersonRecord("Ana", "Simić"), OpeningRecord("Zavarivač")


FUNCTIONS: dict[str, Does | tuple[Does, ...]] = {
    "cohorts.cohorts.search": Does("cohorts.read", NOTHING, lambda use, on: cohorts.search(*use.plain)),
    "cohorts.cohorts.create": Does("cohorts.change", NOTHING, lambda use, on: cohorts.create(*use.plain, "Jesen")),
    "cohorts.cohorts.get": Does("cohorts.read", KEPT, lambda use, on: cohorts.get(*use.plain, on.cohort)),
    "cohorts.cohorts.update": Does(
        "cohorts.change", KEPT, lambda use, on: cohorts.update(*use.plain, on.cohort, "Jesen", "", Weights())
    ),
    "cohorts.cohorts.add_people": Does(
        "cohorts.change", KEPT, lambda use, on: cohorts.add_people(*use.plain, on.cohort, [on.person])
    ),
    "cohorts.cohorts.remove_person": Does(
        "cohorts.change", KEPT, lambda use, on: cohorts.remove_person(*use.plain, on.cohort, on.person)
    ),
    "cohorts.cohorts.add_openings": Does(
        "cohorts.change", KEPT, lambda use, on: cohorts.add_openings(*use.plain, on.cohort, [on.published])
    ),
    "cohorts.cohorts.remove_opening": Does(
        "cohorts.change", KEPT, lambda use, on: cohorts.remove_opening(*use.plain, on.cohort, on.published)
    ),
    "cohorts.cohorts.put_first": Does(
        "cohorts.change",
        KEPT,
        lambda use, on: cohorts.put_first(*use.plain, on.cohort, on.person, 1, "waiting_long"),
    ),
    "cohorts.cohorts.say": Does(
        "cohorts.change", KEPT, lambda use, on: cohorts.say(*use.plain, on.cohort, on.person, on.published, wish=1)
    ),
    "cohorts.proposals.propose": Does(
        "cohorts.propose", KEPT, lambda use, on: proposals.propose(*use.with_engine, on.cohort)
    ),
    "cohorts.proposals.get": Does("cohorts.read", KEPT, lambda use, on: proposals.get(*use.plain, on.cohort, on.run)),
    "cohorts.confirmations.confirm": Does(
        "cohorts.confirm", KEPT, lambda use, on: confirmations.confirm(*use.plain, on.cohort, on.run, on.person)
    ),
    "cohorts.confirmations.confirm_all": Does(
        "cohorts.confirm", KEPT, lambda use, on: confirmations.confirm_all(*use.plain, on.cohort, on.run)
    ),
    "cohorts.confirmations.take_back": Does(
        "cohorts.confirm", KEPT, lambda use, on: confirmations.take_back(*use.with_engine, on.cohort, on.run, on.person)
    ),
    "lists.list_records.search": Does("lists.read", NOTHING, lambda use, on: list_records.search(*use.plain)),
    "lists.list_records.names": Does("lists.read", NOTHING, lambda use, on: list_records.names(*use.plain)),
    "lists.list_records.detail": Does("lists.read", KEPT, lambda use, on: list_records.detail(*use.plain, on.list)),
    "lists.list_replay.replay": Does(
        "lists.replay", KEPT, lambda use, on: list_replay.replay(*use.with_engine, on.list)
    ),
    "matching.match_all.everything": Does(
        "ranking.everything", NOTHING, lambda use, on: match_all.everything(*use.with_engine, top=3)
    ),
    "lists.overrides.take_back": Does(
        "overrides.decide", PERSON, lambda use, on: overrides.take_back(*use.plain, on.published, on.person)
    ),
    "lists.overrides.decide": Does(
        "overrides.decide",
        PERSON,
        lambda use, on: overrides.decide(*use.plain, on.published, on.person, place=1, reason="met_in_person"),
    ),
    "lists.overrides.history": Does(
        "overrides.read", PERSON, lambda use, on: overrides.history(*use.plain, on.published, on.person)
    ),
    "matching.ranking.rank_people": Does(
        "ranking.people", NOTHING, lambda use, on: ranking.rank_people(*use.with_engine, on.published)
    ),
    "matching.ranking.rank_openings": Does(
        "ranking.openings", PERSON, lambda use, on: ranking.rank_openings(*use.with_engine, on.person)
    ),
    "matching.ranking.rank_people_for_record": Does(
        "ranking.people", NOTHING, lambda use, on: ranking.rank_people_for_record(*use.with_engine, WELDER)
    ),
    "matching.ranking.rank_openings_for_record": Does(
        "ranking.unstored", NOTHING, lambda use, on: ranking.rank_openings_for_record(*use.with_engine, ANA)
    ),
    "lists.reviews.ask": Does("reviews.ask", PERSON, lambda use, on: reviews.ask(*use.plain, on.person, on.published)),
    "lists.reviews.answer": Does(
        "reviews.answer", PERSON, lambda use, on: reviews.answer(*use.plain, on.review, "Zato.")
    ),
    "lists.reviews.get": Does("reviews.answer", PERSON, lambda use, on: reviews.get(*use.plain, on.review)),
    "lists.reviews.waiting": Does("reviews.answer", NOTHING, lambda use, on: reviews.waiting(*use.plain)),
    "lists.reviews.of_pair": Does(
        "why.read", PERSON, lambda use, on: reviews.of_pair(*use.plain, on.person, on.published)
    ),
    "matching.trainings.outlook": Does(
        "ranking.trainings", PERSON, lambda use, on: trainings.outlook(*use.with_engine, on.person)
    ),
    "matching.what_if.what_if": Does(
        "ranking.gaps",
        PERSON,
        lambda use, on: what_if.what_if(*use.with_engine, on.person, on.published, ProfileChange(licences=("B",))),
    ),
    "matching.what_if.gaps": Does(
        "ranking.gaps", PERSON, lambda use, on: what_if.gaps(*use.with_engine, on.person, on.published)
    ),
    "lists.why.of_person": Does("why.read", PERSON, lambda use, on: why.of_person(*use.plain, on.person)),
    "lists.why.of_opening": Does(
        "why.read", PERSON, lambda use, on: why.of_opening(*use.with_engine, on.person, on.published)
    ),
}
