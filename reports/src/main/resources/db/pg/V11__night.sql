-- SQLite has the index of version 10 now as well.
CREATE INDEX IF NOT EXISTS sample_run ON sample (run_id);
