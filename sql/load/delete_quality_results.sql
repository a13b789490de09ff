-- Removes what an earlier attempt of this run said of the same.
delete from quality_results
where
    quality_results.run = $run
    and exists (
        select 1
        from staged_checks as s
        where
            s.suite = quality_results.suite
            and s.expectation = quality_results.expectation
            and s.kwargs = quality_results.kwargs
    );
