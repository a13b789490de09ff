"""The command line of the house, watched: whom it dialled, how much memory and time it took.

    python watched.py TOLD.json DNS.json collect

DNS.json stands for the name servers of the net: `{"name": ["address", …]}`, or the name of an error in the place of
the addresses. Nothing but this machine can be dialled.
"""

import json
import os
import resource
import socket
import sys
import time
from ipaddress import ip_address
from pathlib import Path

dialled: dict[str, int] = {}


def watch(event: str, given: tuple) -> None:
    """Note every address that is dialled, in whatever library; none outside this machine is reached."""
    if event != "socket.connect" or not isinstance(given[1], tuple):
        return
    ip, port = given[1][:2]
    where = f"[{ip}]:{port}" if ":" in ip else f"{ip}:{port}"
    dialled[where] = dialled.get(where, 0) + 1
    if not ip_address(ip).is_loopback:
        raise OSError(101, "this machine has no network")


def answer_for(names: dict) -> None:
    """Answer look-ups of these names in the place of the system's resolver, and of no others."""
    ask_system = socket.getaddrinfo

    def look_up(host, port, *given, **named):
        try:
            ip_address(host)
        except ValueError:
            pass
        else:
            return ask_system(host, port, *given, **named)
        answers = names.get(host, "EAI_NONAME")
        if isinstance(answers, str):
            raise socket.gaierror(getattr(socket, answers), answers)
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, port)) for address in answers]

    socket.getaddrinfo = look_up


def peak_mb() -> float:
    """Return the greatest resident size of this process; `ru_maxrss` would be that of the process it came from."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    told, dns, *arguments = sys.argv[1:]
    sys.addaudithook(watch)
    answer_for(json.loads(Path(dns).read_text()))
    began = time.monotonic()
    from pipelines.cli import app

    code = 1
    try:
        code = app(arguments, standalone_mode=False) or 0
    finally:
        from pipelines.children import end_kept

        end_kept()
        own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        Path(told).write_text(
            json.dumps(
                {
                    "dialled": dialled,
                    "peak_mb": peak_mb(),
                    "cpu_seconds": own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime,
                    "seconds": time.monotonic() - began,
                }
            )
        )
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
