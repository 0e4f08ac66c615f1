"""The fairness report for coordinators and auditors: a page, a file for spreadsheets, a chart."""

from datetime import date, datetime
from functools import partial

from babel.dates import format_date
from flask import Blueprint, Response, current_app, render_template, request

from employer_portal import fairness_words, i18n
from employer_portal.access import only
from employer_portal.i18n import gettext, mark, pgettext
from matching_service.errors import Invalid
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.fairness import csv_file
from matching_service.services.fairness import report as fairness_report
from matching_service.services.fairness.outcomes import OUTCOMES
from matching_service.services.fairness.report import FIRSTS, FairnessReport, Question
from matching_service.services.fairness.tables import Line, Table

blueprint = Blueprint("fairness", __name__, url_prefix="/coordinator")
blueprint.before_request(only("coordinator", "auditor"))

# months that can be chosen
_BACK = 24
_PROBLEMS = {
    "unknown": mark("Choose from the list how many of each list count."),
    "in_the_future": mark("The last month has not begun yet."),
    "before_the_first": mark("The last month is before the first."),
}


@blueprint.get("/fairness")
def page():
    try:
        question = _question()
        report, problem = _report(question), None
    except Invalid as refused:
        question, problem = Question.latest(date.today()), gettext(_PROBLEMS[next(iter(refused.problems.values()))])
        report = None
    outcome = _outcome()
    shown = {"report": report, "question": question, "problem": problem, "outcome": outcome, "outcomes": OUTCOMES}
    shown |= {"months": _months(date.today()), "firsts": FIRSTS, "behind": _behind(report, outcome) if report else ()}
    return render_template("coordinator/fairness.html", **shown), 422 if problem else 200


def _behind(report: FairnessReport, outcome: str) -> list[tuple[Table, Line]]:
    """Groups under four fifths of the best-off: those hardly so by chance first, then the lowest."""
    tables = (*report.tables.single, *report.tables.crossed)
    found = [(table, line) for table in tables for line in table.lines if line.rates[outcome].sign]
    return sorted(found, key=lambda pair: (pair[1].rates[outcome].sign == "below", pair[1].rates[outcome].to_best))


@blueprint.get("/fairness.csv")
def csv():
    report = _report(_question())
    # with the mark by which Excel knows UTF-8
    text = "\ufeff" + csv_file.as_csv(report, partial(fairness_words.name, report))
    return _file(report, text, "text/csv; charset=utf-8", "csv")


@blueprint.get("/fairness.svg")
def chart():
    report = _report(_question())
    note = gettext(fairness_words.CHART_NOTE)
    drawn = render_template("coordinator/fairness_chart.svg", report=report, outcome=_outcome(), note=note)
    return _file(report, drawn, "image/svg+xml", "svg")


def _report(question: Question) -> FairnessReport:
    with transaction() as session:
        return fairness_report.report(
            session, current_actor(), current_engine(), question, current_app.config["SECRET_KEY"]
        )


def _question() -> Question:
    """As the address says, and as usual where it says nothing. Raises Invalid."""
    usual = Question.latest(date.today())
    first = request.args.get("first", str(usual.first))
    if not first.isdecimal() or int(first) not in FIRSTS:
        raise Invalid({"first": "unknown"})
    return Question(_month("from", usual.first_month), _month("to", usual.last_month), int(first))


def _month(name: str, otherwise: date) -> date:
    """What cannot be read counts as not said: it was chosen from a list."""
    try:
        return datetime.strptime(request.args.get(name, ""), "%Y-%m").date()
    except ValueError:
        return otherwise


def _outcome() -> str:
    asked = request.args.get("outcome", "")
    return asked if asked in OUTCOMES else OUTCOMES[0]


def _months(today: date) -> list[date]:
    """Their first days, the latest first."""
    this = today.year * 12 + today.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(this, this - _BACK, -1)]


def _file(report: FairnessReport, content: str, kind: str, ending: str) -> Response:
    months = f"{report.question.first_month:%Y-%m}-{report.question.last_month:%Y-%m}"
    name = f"attachment; filename=fairness-{months}.{ending}"
    return Response(content, content_type=kind, headers={"Content-Disposition": name})


@blueprint.app_template_filter("fairness_line")
def _line(line, report: FairnessReport, traits: tuple[str, ...]) -> str:
    return fairness_words.line_name(report, traits, line.groups)


@blueprint.app_template_filter("fairness_name")
def _name(code: str, report: FairnessReport, *trait: str) -> str:
    return fairness_words.name(report, *trait, code)


@blueprint.app_template_filter("fairness_explained")
def _explained(outcome: str, question: Question) -> str:
    return fairness_words.explained(outcome, {"first": question.first})


@blueprint.app_template_filter("month")
def _month_name(day: date) -> str:
    """`novembar 2026.` in Serbian."""
    return format_date(day, pgettext("month pattern of CLDR", "LLLL y"), locale=i18n.current().locale)
