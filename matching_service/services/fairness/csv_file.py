"""The report as a file for spreadsheets: a row for each group and outcome."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO

from matching_service.services.fairness.outcomes import OUTCOMES
from matching_service.services.fairness.report import FairnessReport
from matching_service.services.fairness.tables import REST, Line, Rate, Table
from matching_service.services.spreadsheet_cells import harmless

# people of a group that is not shown: fewer than five, or nobody
FEW = "<5"
# traits and outcomes -> the word, groups (trait, group) -> the word
Names = Callable[..., str]
COLUMNS = (
    "trait", "group", "trait_2", "group_2", "outcome", "people", "selected", "rate", "rate_low", "rate_high",
    "is_best_off", "ratio_to_best_off", "ratio_low", "ratio_high", "ratio_to_all_others", "chance", "chance_adjusted",
    "sign", "shown_only_together",
)  # fmt: skip


def codes(*names: str) -> str:
    """Names for machines: the code of the trait, outcome or group itself."""
    return names[-1]


def as_csv(report: FairnessReport, name: Names = codes) -> str:
    """Comma separated, numbers with a point; an empty cell is what is not known or not compared, FEW what is not
    shown."""
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows(report, name))
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str):
        return harmless(value)
    return round(value, 4) if isinstance(value, float) else value


def rows(report: FairnessReport, name: Names = codes) -> Iterator[dict[str, object]]:
    for table in (*report.tables.single, *report.tables.crossed):
        for line in table.lines:
            for outcome in OUTCOMES:
                groups = _groups(table, line, name)
                yield groups | {"outcome": name(outcome), "people": line.people} | _numbers(line.rates[outcome])
        if len(table.traits) == 1:
            yield from (
                {"trait": name(*table.traits), "group": name(*table.traits, group), "people": FEW}
                for group in table.left_out[0]
            )


def _groups(table: Table, line: Line, name: Names) -> dict[str, object]:
    found, together = {}, []
    for end, trait, group, merged in zip(("", "_2"), table.traits, line.groups, table.together, strict=False):
        found |= {f"trait{end}": name(trait), f"group{end}": name(trait, group)}
        together += [name(trait, one) for one in merged if group == REST]
    return found | {"shown_only_together": "; ".join(together)}


def _numbers(rate: Rate) -> dict[str, object]:
    compared = rate.to_best_interval
    return {
        "selected": rate.count.selected,
        "rate": rate.count.rate,
        "rate_low": rate.interval.low,
        "rate_high": rate.interval.high,
        "is_best_off": "yes" if rate.is_reference else "",
        "ratio_to_best_off": rate.to_best,
        "ratio_low": compared.low if compared else None,
        "ratio_high": compared.high if compared else None,
        "ratio_to_all_others": rate.to_others,
        "chance": rate.chance,
        "chance_adjusted": rate.adjusted,
        "sign": rate.sign or "",
    }
