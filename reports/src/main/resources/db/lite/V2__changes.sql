-- what a search for changes found: one row for each change of a series in an epoch, kept when it is taken back
CREATE TABLE change_point (
  id INTEGER PRIMARY KEY,
  series_id INTEGER NOT NULL REFERENCES series (id),
  epoch_id INTEGER NOT NULL REFERENCES epoch (id),
  run_id TEXT NOT NULL REFERENCES run (id),
  before_run_id TEXT NOT NULL REFERENCES run (id),
  low_run_id TEXT NOT NULL REFERENCES run (id),
  high_run_id TEXT NOT NULL REFERENCES run (id),
  worse INTEGER NOT NULL,
  ratio REAL,
  ratio_lo REAL,
  ratio_hi REAL,
  p_value REAL,
  state TEXT NOT NULL,
  frozen INTEGER NOT NULL,
  method INTEGER NOT NULL,
  first_seen_run_id TEXT NOT NULL REFERENCES run (id)
);
CREATE INDEX change_point_series ON change_point (series_id, epoch_id);
CREATE INDEX change_point_run ON change_point (run_id);

-- the last search of a series in an epoch: how many runs it saw, and a hash of them
CREATE TABLE change_search (
  series_id INTEGER NOT NULL REFERENCES series (id),
  epoch_id INTEGER NOT NULL REFERENCES epoch (id),
  runs INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (series_id, epoch_id)
);

-- searched: whether the changes of its series are found; canary_in_band: whether its machine was what it had been
ALTER TABLE run ADD COLUMN searched INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN canary_in_band INTEGER;
CREATE INDEX run_searched ON run (searched);
