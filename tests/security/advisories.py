"""`python -m tests.security.advisories constraints.txt`: known holes in what is installed, where somebody can be asked.

Exit status 1 when there are any. Where no source of advisories can be reached that is said, and is no failure: it tells
nothing about the packages.
"""

import json
import subprocess  # nosec B404
import sys
from pathlib import Path

SOURCES = ("pypi", "osv")
LONGEST_WAIT = 300  # seconds


def main(pinned: Path) -> int:
    for source in SOURCES:
        found = ask(source, pinned)
        if found is None:
            print(f"Advisories: {source} cannot be reached from here")
            continue
        return report(source, found)
    print("Advisories: NOT CHECKED, as no source can be reached; run it where there is a way to pypi.org or osv.dev")
    return 0


def ask(source: str, pinned: Path) -> list[dict] | None:
    """What pip-audit says of each package; None where the source knows none of them, as then it is not there."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(pinned), "--no-deps", "--disable-pip"]
    command += ["-s", source, "-f", "json", "--progress-spinner", "off"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_WAIT, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return None
    return packages if any("skip_reason" not in package for package in packages) else None


def report(source: str, packages: list[dict]) -> int:
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    holes = [(package, hole) for package in packages for hole in package.get("vulns", ())]
    asked = len(packages) - len(unknown)
    print(f"Advisories: {source} was asked about {asked} packages, {len(holes)} known holes")
    if unknown:
        print(f"  not known there: {', '.join(unknown)}")
    for package, hole in holes:
        mended = ", ".join(hole["fix_versions"]) or "not yet"
        print(f"  {package['name']} {package['version']}: {hole['id']}, mended in {mended}")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
