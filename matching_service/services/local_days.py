"""Days of those who work here, as moments."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_HERE = ZoneInfo("Europe/Belgrade")
# Nothing is recorded outside of these; the first and last days that Python has are no moments in UTC.
_FIRST, _LAST = date(2000, 1, 1), date(2200, 1, 1)


def start_of(day: date) -> datetime:
    """When a day begins, in UTC. Days long past or far off begin with the first or the last of all."""
    return datetime.combine(_within(day), time(), _HERE).astimezone(UTC)


def end_of(day: date) -> datetime:
    """When the next day begins."""
    return start_of(date.fromordinal(_within(day).toordinal() + 1))


def day_of(moment: datetime) -> date:
    return moment.astimezone(_HERE).date()


def _within(day: date) -> date:
    return min(max(day, _FIRST), _LAST)
