-- A night's samples lie together; without this each of them is looked up by its key, on a page of its own.
CREATE INDEX sample_run ON sample (run_id);
