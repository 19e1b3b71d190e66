-- the run whose search confirmed a change; null for what was confirmed before this was noted
ALTER TABLE change_point ADD COLUMN confirmed_run_id TEXT REFERENCES run (id);
