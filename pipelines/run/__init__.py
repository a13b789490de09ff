"""One short function per task: open what is needed, call one stage, close. Airflow and the command line call these.

Each name is looked up in its module when it is first used: polling feeds every few minutes must not pay for importing
what tags and loads.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.run.collecting import backfill, collect, import_addresses, secret_names
    from pipelines.run.house import open_house, run_name
    from pipelines.run.loading import finish, load, publish, published_figures
    from pipelines.run.monitoring import instant, monitor, plan_as_told
    from pipelines.run.planning import plan
    from pipelines.run.processing import process
    from pipelines.run.rebuilding import rebuild
    from pipelines.run.selecting import Selection
    from pipelines.run.settling import cluster, validate
    from pipelines.run.wiring import collect_wires, reasons_to_run

_MODULES = {
    "backfill": "collecting",
    "cluster": "settling",
    "collect": "collecting",
    "collect_wires": "wiring",
    "finish": "loading",
    "import_addresses": "collecting",
    "instant": "monitoring",
    "load": "loading",
    "monitor": "monitoring",
    "open_house": "house",
    "plan": "planning",
    "plan_as_told": "monitoring",
    "process": "processing",
    "publish": "loading",
    "published_figures": "loading",
    "reasons_to_run": "wiring",
    "rebuild": "rebuilding",
    "run_name": "house",
    "secret_names": "collecting",
    "Selection": "selecting",
    "validate": "settling",
}

__all__ = [
    "Selection",
    "backfill",
    "cluster",
    "collect",
    "collect_wires",
    "finish",
    "import_addresses",
    "instant",
    "load",
    "monitor",
    "open_house",
    "plan",
    "plan_as_told",
    "process",
    "publish",
    "published_figures",
    "reasons_to_run",
    "rebuild",
    "run_name",
    "secret_names",
    "validate",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  # PEP 562: any of the functions above
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
