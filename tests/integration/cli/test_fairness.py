"""`matching-service fairness report`."""

import pytest


@pytest.mark.parametrize(
    ("months", "told"),
    [
        (("--from", "2026-03", "--to", "2026-01"), "--to is before --from"),
        (("--to", "2999-01"), "--to is a month that has not begun"),
        (("--from", "2026-13"), "2026-13 is no month"),
    ],
)
def test_months_that_cannot_be_used_are_named(refused, small_database, months, told):
    assert told in refused("fairness", "report", *months)
