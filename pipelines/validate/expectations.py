"""Expectations of ours, for what Great Expectations has none for: usable in a suite by their `expect_…` name.

Each is a map over several columns: a metric says of every row whether it is as expected, Great Expectations counts, applies
`mostly` and names the failing rows. Importing this module imports Great Expectations and registers them; only `measure`
does, inside the task that validates. A row of which nothing can be said, because a value is missing, passes.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_condition_partial import (
    multicolumn_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_map_metric_provider import (
    MulticolumnMapMetricProvider,
)

EAST_OF_UTC = pd.Timedelta(hours=14)
"""A day that is written alone stands at midnight UTC, and begins so much earlier in the easternmost time zone."""

UNKNOWN_LANGUAGE = "und"

_DOMAIN = ("batch_id", "table", "column_list", "row_condition", "condition_parser", "ignore_row_if")


class _SpanMatchesText(MulticolumnMapMetricProvider):
    condition_metric_name = "span.matches_text"
    condition_domain_keys = _DOMAIN

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: pd.DataFrame, **_: object) -> pd.Series:  # noqa: N805  # called with its class
        text, start, end, said = (column_list.iloc[:, number] for number in range(4))
        known = (text.notna() & start.notna() & end.notna()).to_numpy()
        matches = np.ones(len(column_list), dtype=bool)
        # Slices of text know no vectorised form: one pass over plain lists is the cheapest.
        columns = (column[known].tolist() for column in (text, start, end, said))
        matches[known] = [
            0 <= first < last <= len(whole) and whole[int(first) : int(last)] == words
            for whole, first, last, words in zip(*columns, strict=True)
        ]
        return pd.Series(matches, index=column_list.index)


class _PublicationPrecedesFetch(MulticolumnMapMetricProvider):
    condition_metric_name = "publication.precedes_fetch"
    condition_domain_keys = _DOMAIN
    condition_value_keys = ("tolerance_hours",)

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: pd.DataFrame, tolerance_hours: float, **_: object) -> pd.Series:  # noqa: N805
        published_at, fetched_at = _instants(column_list.iloc[:, 0]), _instants(column_list.iloc[:, 2])
        ahead = published_at - fetched_at
        allowed = pd.Series(pd.Timedelta(hours=tolerance_hours), index=column_list.index)
        return ahead.isna() | (ahead <= allowed.where(column_list.iloc[:, 1] != "day", allowed + EAST_OF_UTC))


class _PublicationAgreesWithFeed(MulticolumnMapMetricProvider):
    condition_metric_name = "publication.agrees_with_feed"
    condition_domain_keys = _DOMAIN
    condition_value_keys = ("tolerance_days",)

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: pd.DataFrame, tolerance_days: float, **_: object) -> pd.Series:  # noqa: N805
        apart = (_instants(column_list.iloc[:, 0]) - _instants(column_list.iloc[:, 1])).abs()
        return apart.isna() | (apart <= pd.Timedelta(days=tolerance_days))


class _LanguageAgreesWithSource(MulticolumnMapMetricProvider):
    condition_metric_name = "language.agrees_with_source"
    condition_domain_keys = _DOMAIN

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: pd.DataFrame, **_: object) -> pd.Series:  # noqa: N805
        found, told = column_list.iloc[:, 0], column_list.iloc[:, 1]
        said_nothing = found.isna() | told.isna() | (found == UNKNOWN_LANGUAGE) | (told == UNKNOWN_LANGUAGE)
        return said_nothing | (found == told)


class _OfSeveralColumns(MulticolumnMapExpectation):
    """What ours have in common: every row is looked at, so that no copy of the frame is made to leave some out."""

    ignore_row_if: Literal["all_values_are_missing", "any_value_is_missing", "never"] = "never"
    of_columns: ClassVar[tuple[str, ...]] = ()
    """What the columns of `column_list` mean, in their order."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401  # what the suite says
        columns = given.get("column_list") or ()
        if len(columns) != len(self.of_columns):
            raise ValueError(f"column_list must name {', '.join(self.of_columns)}, in this order")
        super().__init__(**given)


class ExpectSpanToMatchText(_OfSeveralColumns):
    """Expect that a span, cut out of its text, gives exactly the words that the row holds.

    `column_list`: the text, start and end (code points, end exclusive), the words.
    """

    of_columns = ("text", "start", "end", "words")
    map_metric = "span.matches_text"
    args_keys = ("column_list",)


class ExpectPublicationToPrecedeFetch(_OfSeveralColumns):
    """Expect that a text was published before it was fetched, `tolerance_hours` for clocks that differ.

    `column_list`: publication, its precision, when it was fetched. A publication of which only the day is known is
    taken for the earliest moment that this day has anywhere.
    """

    tolerance_hours: float = 1.0
    of_columns = ("publication", "precision", "fetch")
    map_metric = "publication.precedes_fetch"
    success_keys = ("mostly", "tolerance_hours")
    args_keys = ("column_list", "tolerance_hours")


class ExpectPublicationToAgreeWithFeed(_OfSeveralColumns):
    """Expect that the publication that was found is at most `tolerance_days` from the one that the feed gave.

    `column_list`: publication, the feed's.
    """

    tolerance_days: float = 3.0
    of_columns = ("publication", "feed's publication")
    map_metric = "publication.agrees_with_feed"
    success_keys = ("mostly", "tolerance_days")
    args_keys = ("column_list", "tolerance_days")


class ExpectLanguageToAgreeWithSource(_OfSeveralColumns):
    """Expect that a text is in the language that its source is said to write; `und` says nothing, on either side.

    `column_list`: the text's language, the source's.
    """

    of_columns = ("language", "source's language")
    map_metric = "language.agrees_with_source"
    args_keys = ("column_list",)


OURS: Mapping[str, type] = {
    each.expectation_type: each
    for each in (
        ExpectSpanToMatchText,
        ExpectPublicationToPrecedeFetch,
        ExpectPublicationToAgreeWithFeed,
        ExpectLanguageToAgreeWithSource,
    )
}
"""By the name that suites use."""


def _instants(column: pd.Series) -> pd.Series:
    # A column without any value comes as objects.
    return pd.to_datetime(column)
