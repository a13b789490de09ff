"""Asks the installed Airflow which of the given options and commands it does not know: JSON Lines in, JSON Lines out.

A process of its own: Airflow shapes its command line by the executor and the authentication of the environment.
"""

import contextlib
import io
import json
import sys

from airflow.cli.cli_parser import get_parser
from airflow.configuration import retrieve_configuration_description
from airflow.providers_manager import ProvidersManager


def known_options() -> set[tuple[str, str]]:
    """Section and key of every option of Airflow and of the providers that are installed."""
    descriptions = [retrieve_configuration_description(include_providers=False)]
    descriptions += [description for _, description in ProvidersManager().provider_configs]
    return {(section, key) for each in descriptions for section, content in each.items() for key in content["options"]}


def refusal(arguments: list[str]) -> str:
    """What the command line says to these arguments, "" when it takes them."""
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            get_parser().parse_args(arguments)
    except SystemExit:
        return said.getvalue().strip().splitlines()[-1]
    return ""


def main() -> None:
    known = known_options()
    for line in sys.stdin:
        asked = json.loads(line)
        options = [each for each in asked["options"] if tuple(each.lower().split("__")[1:]) not in known]
        commands = {" ".join(each): said for each in asked["commands"] if (said := refusal(each))}
        print(json.dumps({"options": options, "commands": commands}), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
