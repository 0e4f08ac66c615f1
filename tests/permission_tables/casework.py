"""The counsellor's own work: today, the caseload, who works with whom, follow-ups and pools."""

from datetime import date, timedelta

from matching_service.services.casework import caseload, follow_ups, pools, responsibility, today
from tests.permission_tables.expected import KEPT, NOTHING, PERSON
from tests.permission_tables.uses import Does

TOMORROW = date.today() + timedelta(1)


FUNCTIONS: dict[str, Does | tuple[Does, ...]] = {
    "casework.today.items": Does("today.read", NOTHING, lambda use, on: today.items(*use.plain)),
    "casework.today.postpone": Does(
        "today.postpone", PERSON, lambda use, on: today.postpone(*use.plain, "quiet", 1, on.person, TOMORROW)
    ),
    "casework.today.bring_back": Does(
        "today.postpone", NOTHING, lambda use, on: today.bring_back(*use.plain, "quiet", 1)
    ),
    "casework.caseload.of_counsellor": Does(
        "caseload.read", NOTHING, lambda use, on: caseload.of_counsellor(*use.plain, None)
    ),
    "casework.caseload.log_contact": Does(
        "caseload.log", PERSON, lambda use, on: caseload.log_contact(*use.plain, on.person, "Razgovor.")
    ),
    "casework.responsibility.of_person": Does(
        "responsibility.read", PERSON, lambda use, on: responsibility.of_person(*use.plain, on.person)
    ),
    "casework.responsibility.colleagues": Does(
        "responsibility.read", NOTHING, lambda use, on: responsibility.colleagues(*use.plain)
    ),
    "casework.responsibility.assign": Does(
        "responsibility.assign", PERSON, lambda use, on: responsibility.assign(*use.plain, on.person, None)
    ),
    "casework.responsibility.loads": Does("caseload.loads", NOTHING, lambda use, on: responsibility.loads(*use.plain)),
    "casework.follow_ups.add": Does(
        "follow_ups.write", PERSON, lambda use, on: follow_ups.add(*use.plain, on.person, "Pozvati", TOMORROW)
    ),
    "casework.follow_ups.change": Does(
        "follow_ups.write", PERSON, lambda use, on: follow_ups.change(*use.plain, on.follow_up, "Pozvati", TOMORROW)
    ),
    "casework.follow_ups.postpone": Does(
        "follow_ups.write", PERSON, lambda use, on: follow_ups.postpone(*use.plain, on.follow_up, TOMORROW)
    ),
    "casework.follow_ups.done": Does(
        "follow_ups.write", PERSON, lambda use, on: follow_ups.done(*use.plain, on.follow_up)
    ),
    "casework.follow_ups.undo": Does(
        "follow_ups.write", PERSON, lambda use, on: follow_ups.undo(*use.plain, on.follow_up)
    ),
    "casework.follow_ups.get": Does(
        "follow_ups.read", PERSON, lambda use, on: follow_ups.get(*use.plain, on.follow_up)
    ),
    "casework.follow_ups.of_person": Does(
        "follow_ups.read", PERSON, lambda use, on: follow_ups.of_person(*use.plain, on.person)
    ),
    "casework.follow_ups.search": Does("follow_ups.read", NOTHING, lambda use, on: follow_ups.search(*use.plain)),
    "casework.pools.listed": Does("pools.read", NOTHING, lambda use, on: pools.listed(*use.plain)),
    "casework.pools.get": Does("pools.read", KEPT, lambda use, on: pools.get(*use.plain, on.pool)),
    "casework.pools.members": Does("pools.read", KEPT, lambda use, on: pools.members(*use.plain, on.pool)),
    "casework.pools.people_in": Does("pools.read", KEPT, lambda use, on: pools.people_in(*use.plain, on.pool)),
    "casework.pools.of_person": Does("pools.members", PERSON, lambda use, on: pools.of_person(*use.plain, on.person)),
    "casework.pools.make": Does("pools.change", NOTHING, lambda use, on: pools.make(*use.plain, "Zavarivači")),
    "casework.pools.change": Does("pools.change", KEPT, lambda use, on: pools.change(*use.plain, on.pool, "Pekari")),
    "casework.pools.checked": Does("pools.change", KEPT, lambda use, on: pools.checked(*use.plain, on.pool)),
    "casework.pools.close": Does("pools.change", KEPT, lambda use, on: pools.close(*use.plain, on.pool)),
    "casework.pools.reopen": Does("pools.change", KEPT, lambda use, on: pools.reopen(*use.plain, on.pool)),
    "casework.pools.add": Does("pools.change", KEPT, lambda use, on: pools.add(*use.plain, on.pool, [on.person])),
    "casework.pools.add_found": Does("pools.change", KEPT, lambda use, on: pools.add_found(*use.plain, on.pool)),
    "casework.pools.remove": Does("pools.change", KEPT, lambda use, on: pools.remove(*use.plain, on.pool, on.person)),
}
