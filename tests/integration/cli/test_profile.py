"""`matching-service profile read`."""

import json


def test_what_a_cv_says_is_printed_and_not_stored(run, small_database, tmp_path):
    cv = tmp_path / "cv.txt"
    cv.write_text("Ana Jović\nDatum rođenja: 1. 1. 1990.\n\nRadno iskustvo\nZavarivač, Metal Jug, 2019 - 2021\n")
    shown = run("profile", "read", str(cv))
    assert shown.exit_code == 0
    assert "Zavarivač" in shown.stdout
    assert shown.stdout.endswith("not taken over: birth\n")
    assert json.loads(run("profile", "read", str(cv), "--json").stdout)["experiences"][0]["value"]["years"] == 2.0
    cv.write_bytes(b"%PDF-1.4 x")
    assert (run("profile", "read", str(cv)).exit_code, run("profile", "read", str(cv)).stderr) == (
        2, f"matching-service: {cv}: damaged\n"
    )  # fmt: skip
