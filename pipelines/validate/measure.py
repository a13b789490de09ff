"""Great Expectations, asked for numbers: with our own expectations the one importer of it, inside the one function that validates.

The import costs 4 to 12 CPU seconds and 256 MB. Nothing is written: the context is ephemeral, analytics off.
"""

import logging
import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pipelines.errors import SuiteError
from pipelines.validate.suites import Expectation, Suite

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one expectation found. `failing` are row positions, None where it speaks of the frame as a whole.

    `evaluated` counts rows, nulls included; `observed` is the value of an aggregate, None for row expectations.
    """

    expectation: Expectation
    success: bool
    evaluated: int
    failing: tuple[int, ...] | None
    observed: object


def measure(suite: Suite, frame: "pd.DataFrame") -> tuple[Measured, ...]:
    """Return what each expectation of the suite finds in the frame, in the suite's order.

    The frame's index is 0, 1, 2 …. An empty frame passes without being looked at: there is nothing to refuse,
    and shares of nothing are no number. Raises `SuiteError` naming file and expectation for one that Great
    Expectations does not know, cannot build or cannot compute (a column that is missing, a wrong type).
    """
    if frame.empty:
        return tuple(
            Measured(expectation=each, success=True, evaluated=0, failing=None, observed=None)
            for each in suite.expectations
        )
    gx = _great_expectations()
    asset = _context(gx).data_sources.add_pandas("run").add_dataframe_asset(suite.name)
    # Twice it hashes all that it is given, long texts and lists too: it gets no column that no expectation looks at.
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame[_looked_at(suite, frame)]})
    outcome = batch.validate(
        gx.ExpectationSuite(name=suite.name, expectations=list(_built(suite))),
        result_format={"result_format": "COMPLETE", "return_unexpected_index_query": False},
    )
    # Results come back grouped by column, failures to compute first: the number finds the way home.
    results = {result.expectation_config.meta["number"]: result for result in outcome.results}
    return tuple(
        _measured(suite, number, expectation, results[number], len(frame))
        for number, expectation in enumerate(suite.expectations, start=1)
    )


def _looked_at(suite: Suite, frame: "pd.DataFrame") -> list[str]:
    """Return the columns that the suite names, in the frame's order; at least one, because rows are counted by it."""
    named = {column for each in suite.expectations for column in each.columns}
    return [column for column in frame.columns if column in named] or list(frame.columns[:1])


def _great_expectations() -> ModuleType:
    # Great Expectations reads this once, while it is imported; there is no setting of ours for it on purpose.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    # Beside Airflow, which logs at INFO, the import alone would print 240 lines.
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    with warnings.catch_warnings():
        # Its dependencies use deprecated modules (sre_constants); that is not ours to act upon.
        warnings.simplefilter("ignore")
        import great_expectations

        import pipelines.validate.expectations  # noqa: F401 -- registers ours
    return great_expectations


def _context(gx: ModuleType) -> Any:  # noqa: ANN401 -- one of its context types, by overload
    """Return a context that keeps everything in memory and says nothing.

    The default one makes a temporary folder for data docs, which we never build: they show unexpected values
    unescaped.
    """
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    return gx.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
            progress_bars=ProgressBarsConfig(globally=False),
            analytics_enabled=False,
        ),
    )


def _built(suite: Suite) -> Iterator[Any]:
    """Yield each expectation as its class.

    One at a time: `ExpectationSuite(**json)` logs what it cannot build and goes on without it.
    """
    from great_expectations.exceptions.exceptions import GreatExpectationsError
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.expectations.metadata_types import FailureSeverity

    for number, each in enumerate(suite.expectations, start=1):
        try:
            yield ExpectationConfiguration(
                type=each.type,
                kwargs=each.kwargs,
                severity=FailureSeverity(each.severity),
                notes=each.notes,
                meta={"level": each.meta.level, "number": number},
            ).to_domain_obj()
        except (GreatExpectationsError, ValueError, TypeError) as error:
            raise _broken(suite, number, each, str(error)) from error


def _measured(suite: Suite, number: int, expectation: Expectation, result: Any, rows: int) -> Measured:  # noqa: ANN401 -- as above
    problem = _exception_message(result.exception_info or {})
    if problem is not None:
        raise _broken(suite, number, expectation, problem)
    failing = result.result.get("unexpected_index_list")
    if failing is None and expectation.meta.level == "row":
        raise _broken(suite, number, expectation, "It names no rows, so its level cannot be `row`.")
    return Measured(
        expectation=expectation,
        success=bool(result.success),
        evaluated=int(result.result.get("element_count", rows)),
        failing=None if failing is None else tuple(sorted({int(position) for position in failing})),
        observed=result.result.get("observed_value"),
    )


def _exception_message(info: dict[str, Any]) -> str | None:
    """Return the first message of an exception report: flat, or one report a metric; None if nothing was raised."""
    reports = [info] if "raised_exception" in info else list(info.values())
    for report in reports:
        if report.get("raised_exception"):
            return str(report.get("exception_message"))
    return None


def _broken(suite: Suite, number: int, expectation: Expectation, problem: str) -> SuiteError:
    return SuiteError(
        f"The expectation cannot be used: {problem}",
        where=f"{suite.path}: expectation {number} {expectation.label}",
        next_step="Correct its type, kwargs or column in the file.",
    )
