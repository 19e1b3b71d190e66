-- the search for the commit of a confirmed change; commits are one to a line, oldest first, the base included
CREATE TABLE bisection (
  id INTEGER PRIMARY KEY,
  state TEXT NOT NULL,
  commits TEXT NOT NULL,
  low INTEGER NOT NULL,
  high INTEGER NOT NULL
);

-- a question about two commits; a claim has a lease, and a fence that is larger than those of all claims before it
CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project (id),
  kind TEXT NOT NULL,
  series_id INTEGER NOT NULL REFERENCES series (id),
  run_id TEXT NOT NULL REFERENCES run (id),
  bisection_id INTEGER REFERENCES bisection (id),
  base_sha TEXT NOT NULL,
  head_sha TEXT NOT NULL,
  worse INTEGER NOT NULL,
  effect REAL NOT NULL,
  forks INTEGER NOT NULL,
  created INTEGER NOT NULL,
  state TEXT NOT NULL,
  due INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  fence INTEGER NOT NULL,
  worker TEXT,
  lease_until INTEGER,
  ended INTEGER,
  verdict TEXT,
  ratio REAL,
  ratio_lo REAL,
  ratio_hi REAL,
  detail TEXT,
  answer TEXT,
  answer_sha256 TEXT,
  UNIQUE (series_id, kind, base_sha, head_sha, worse)
);
CREATE INDEX job_state ON job (state, due);
CREATE INDEX job_run ON job (run_id);
CREATE INDEX job_bisection ON job (bisection_id);

-- the job that looks at a change
ALTER TABLE change_point ADD COLUMN job_id INTEGER REFERENCES job (id);
CREATE INDEX change_point_seen ON change_point (first_seen_run_id);
CREATE INDEX change_point_job ON change_point (job_id);
CREATE INDEX run_received ON run (received);
