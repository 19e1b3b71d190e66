-- The runs of a series lie a night apart in the table, each on a page of its own. This index holds what pages, verdicts and the search for
-- changes read of them, one behind the other.
CREATE INDEX result_course ON result (series_id, x_ord, started, run_id, epoch_id, score, score_lo, score_hi, fork_median,
  log_median, log_variance, state, ratio, mde);
DROP INDEX result_order;

-- A night's samples lie together; without this each of them is looked up by its key. SQLite, which joins row by row, has no use for it.
CREATE INDEX sample_run ON sample (run_id);
