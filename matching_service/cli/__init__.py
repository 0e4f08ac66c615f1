"""The command line: `matching-service COMMAND`."""

import click

from matching_service import __version__
from matching_service.cli.group import CommandLine

# name -> where its click command stands; imported only when it is used, as some take seconds to import
COMMANDS = {
    "audit": "matching_service.cli.audit:audit",
    "consents": "matching_service.cli.consents:consents",
    "db": "matching_service.cli.db:db",
    "demo": "matching_service.cli.demo:demo",
    "evaluate": "matching_service.cli.evaluation:evaluate",
    "fairness": "matching_service.cli.fairness:fairness",
    "gaps": "matching_service.cli.gaps:gaps",
    "import": "matching_service.cli.importing:import_",
    "lists": "matching_service.cli.lists:lists",
    "match-all": "matching_service.cli.match_all:match_all",
    "profile": "matching_service.cli.profile:profile",
    "protected": "matching_service.cli.protected:protected",
    "organisations": "matching_service.cli.organisations:organisations",
    "rank": "matching_service.cli.ranking:rank",
    "retention": "matching_service.cli.retention:retention",
    "rights": "matching_service.cli.rights:rights",
    "serve": "matching_service.cli.serve:serve",
    "taxonomy": "matching_service.cli.taxonomy:taxonomy",
    "trainings": "matching_service.cli.gaps:trainings",
    "users": "matching_service.cli.users:users",
    "worker": "matching_service.cli.worker:worker",
}


@click.group("matching-service", cls=CommandLine, command_places=COMMANDS)
@click.version_option(__version__)
def main() -> None:
    """Ranks people against vacancies and internship slots, in both directions, and says why."""
