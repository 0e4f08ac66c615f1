import pytest

pytest_plugins = ["pytester"]

SUITE = """
import pytest

def test_runs():
    pass

@pytest.mark.skip(reason="no browser on this machine")
def test_page():
    pass

@pytest.mark.realdata
@pytest.mark.skip(reason="the real ads are not here")
def test_ads():
    pass
"""


@pytest.fixture
def suite(pytester, monkeypatch):
    pytester.makeini("[pytest]\nmarkers =\n    realdata: as in the real suite\n")
    pytester.makeconftest("from tests.reporting import pytest_configure")
    monkeypatch.delenv("REQUIRE_ALL", raising=False)
    return pytester


def test_each_reason_for_skipping_is_told_in_one_line(suite):
    suite.makepyfile(SUITE)
    result = suite.runpytest()
    assert result.ret == 0
    result.stdout.fnmatch_lines(["skipped 1: no browser on this machine", "skipped 1: the real ads are not here"])


def test_a_skipped_test_fails_the_run_where_all_are_required(suite, monkeypatch):
    monkeypatch.setenv("REQUIRE_ALL", "1")
    suite.makepyfile(SUITE)
    assert suite.runpytest().ret == pytest.ExitCode.TESTS_FAILED


def test_the_real_data_may_be_absent_even_there(suite, monkeypatch):
    monkeypatch.setenv("REQUIRE_ALL", "1")
    suite.makepyfile(SUITE.replace('@pytest.mark.skip(reason="no browser on this machine")', ""))
    assert suite.runpytest().ret == 0


def test_a_module_that_is_skipped_whole_counts_too(suite, monkeypatch):
    monkeypatch.setenv("REQUIRE_ALL", "1")
    suite.makepyfile(test_one="import pytest\npytest.importorskip('no_such_module')", test_two="def test_runs(): pass")
    assert suite.runpytest().ret == pytest.ExitCode.TESTS_FAILED
