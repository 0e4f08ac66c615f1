"""Says at the end which tests were skipped and why, one line a reason.

With REQUIRE_ALL=1, as in CI, a skip fails the run, but for tests of the real data that only developers have, and of
extras that are installed by choice.
"""

import os
from collections import Counter

import pytest

# Markers of tests that may be skipped in CI too.
MAY_SKIP = ("realdata", "extra")


def pytest_configure(config):
    if not hasattr(config, "workerinput"):  # the workers of xdist report to the process that started them
        config.pluginmanager.register(SkippedTests(require_all=os.environ.get("REQUIRE_ALL") == "1"))


class SkippedTests:
    def __init__(self, *, require_all: bool):
        self.require_all = require_all
        self.by_reason: Counter[str] = Counter()
        self.needed = 0

    def pytest_runtest_logreport(self, report):
        self._count(report)

    def pytest_collectreport(self, report):
        self._count(report)

    def _count(self, report):
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        self.by_reason[_reason(report)] += 1
        self.needed += not any(marker in getattr(report, "keywords", ()) for marker in MAY_SKIP)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session, exitstatus):
        if self.require_all and self.needed and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        terminalreporter.ensure_newline()
        for reason, count in sorted(self.by_reason.items()):
            terminalreporter.write_line(f"skipped {count}: {reason}")
        if self.require_all and self.needed:
            terminalreporter.write_line(
                f"REQUIRE_ALL: {self.needed} of them must run here, so this run has failed", red=True
            )


def _reason(report) -> str:
    _, _, message = report.longrepr
    return message.removeprefix("Skipped: ").strip() or "no reason given"
