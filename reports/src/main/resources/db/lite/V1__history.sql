CREATE TABLE project (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  UNIQUE (name)
);

CREATE TABLE branch (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project (id),
  name TEXT NOT NULL,
  UNIQUE (project_id, name)
);

-- position orders the commits of a project: commit time, and always behind a known parent
CREATE TABLE code_commit (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project (id),
  sha TEXT NOT NULL,
  subject TEXT NOT NULL,
  author TEXT NOT NULL,
  author_time INTEGER,
  commit_time INTEGER,
  position INTEGER NOT NULL,
  UNIQUE (project_id, sha)
);

CREATE TABLE commit_parent (
  commit_id INTEGER NOT NULL REFERENCES code_commit (id),
  ord INTEGER NOT NULL,
  parent_sha TEXT NOT NULL,
  PRIMARY KEY (commit_id, ord)
);

CREATE TABLE env_class (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project (id),
  name TEXT NOT NULL,
  UNIQUE (project_id, name)
);

CREATE TABLE environment (
  id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  label TEXT,
  host TEXT,
  cpu_model TEXT,
  microcode TEXT,
  cores INTEGER,
  threads_per_core INTEGER,
  governor TEXT,
  turbo TEXT,
  memory_bytes INTEGER,
  os TEXT,
  architecture TEXT,
  kernel TEXT,
  container TEXT,
  jvm_vendor TEXT,
  jvm_version TEXT,
  jvm_name TEXT,
  jvm_flags TEXT NOT NULL,
  UNIQUE (fingerprint)
);

-- what a figure must share with another to be compared with it
CREATE TABLE epoch (
  id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  microcode TEXT NOT NULL,
  kernel TEXT NOT NULL,
  jdk TEXT NOT NULL,
  jvm_args TEXT NOT NULL,
  jmh_config TEXT NOT NULL,
  source_hash TEXT NOT NULL,
  UNIQUE (fingerprint)
);

-- times are milliseconds since 1970-01-01T00:00:00Z
CREATE TABLE run (
  id TEXT NOT NULL PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project (id),
  branch_id INTEGER NOT NULL REFERENCES branch (id),
  commit_id INTEGER REFERENCES code_commit (id),
  environment_id INTEGER NOT NULL REFERENCES environment (id),
  env_class_id INTEGER NOT NULL REFERENCES env_class (id),
  external_id TEXT,
  parent_id TEXT REFERENCES run (id),
  kind TEXT NOT NULL,
  profile TEXT,
  note TEXT,
  started INTEGER NOT NULL,
  ended INTEGER,
  received INTEGER NOT NULL,
  x_ord INTEGER NOT NULL,
  dirty INTEGER NOT NULL,
  load_before TEXT NOT NULL,
  load_after TEXT NOT NULL,
  steal_percent REAL,
  canary_benchmark TEXT,
  canary_scores TEXT NOT NULL,
  canary_unit TEXT,
  canary_steady INTEGER,
  jmh_version TEXT,
  jmh_options TEXT,
  stress_harness TEXT,
  stress_options TEXT,
  stress_millis INTEGER,
  idempotency_key TEXT NOT NULL,
  content_sha256 TEXT NOT NULL,
  state TEXT NOT NULL,
  green INTEGER NOT NULL,
  improved INTEGER NOT NULL,
  suspect INTEGER NOT NULL,
  red INTEGER NOT NULL,
  missing INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  too_few_runs INTEGER NOT NULL,
  ungated INTEGER NOT NULL,
  UNIQUE (project_id, idempotency_key)
);
CREATE INDEX run_order ON run (project_id, branch_id, x_ord, started);
CREATE INDEX run_parent ON run (parent_id);
CREATE INDEX run_external ON run (project_id, external_id);

-- the uploaded bytes, gzip, in pieces of at most one mebibyte
CREATE TABLE upload (
  sha256 TEXT NOT NULL PRIMARY KEY,
  size_bytes INTEGER NOT NULL,
  stored_bytes INTEGER NOT NULL
);

CREATE TABLE upload_chunk (
  sha256 TEXT NOT NULL REFERENCES upload (sha256),
  ord INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (sha256, ord)
);

CREATE TABLE run_part (
  run_id TEXT NOT NULL REFERENCES run (id),
  name TEXT NOT NULL,
  ord INTEGER NOT NULL,
  sha256 TEXT NOT NULL REFERENCES upload (sha256),
  PRIMARY KEY (run_id, name, ord)
);

CREATE TABLE benchmark (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project (id),
  name TEXT NOT NULL,
  UNIQUE (project_id, name)
);

CREATE TABLE variant (
  id INTEGER PRIMARY KEY,
  benchmark_id INTEGER NOT NULL REFERENCES benchmark (id),
  mode TEXT NOT NULL,
  threads INTEGER NOT NULL,
  params TEXT NOT NULL,
  params_hash TEXT NOT NULL,
  UNIQUE (benchmark_id, mode, threads, params_hash)
);

CREATE TABLE metric (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  kind TEXT NOT NULL,
  higher_is_better INTEGER NOT NULL,
  UNIQUE (name, unit)
);

CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  variant_id INTEGER NOT NULL REFERENCES variant (id),
  metric_id INTEGER NOT NULL REFERENCES metric (id),
  env_class_id INTEGER NOT NULL REFERENCES env_class (id),
  branch_id INTEGER NOT NULL REFERENCES branch (id),
  UNIQUE (variant_id, metric_id, env_class_id, branch_id)
);

-- NaN is NULL here; the exact numbers are in sample
CREATE TABLE result (
  series_id INTEGER NOT NULL REFERENCES series (id),
  run_id TEXT NOT NULL REFERENCES run (id),
  epoch_id INTEGER NOT NULL REFERENCES epoch (id),
  x_ord INTEGER NOT NULL,
  started INTEGER NOT NULL,
  score REAL,
  score_lo REAL,
  score_hi REAL,
  fork_median REAL,
  log_median REAL,
  log_variance REAL,
  forks INTEGER NOT NULL,
  iterations INTEGER NOT NULL,
  state TEXT NOT NULL,
  ratio REAL,
  mde REAL,
  PRIMARY KEY (series_id, run_id)
);
CREATE INDEX result_order ON result (series_id, x_ord, started);
CREATE INDEX result_run ON result (run_id);

CREATE TABLE sample (
  series_id INTEGER NOT NULL,
  run_id TEXT NOT NULL,
  codec INTEGER NOT NULL,
  forks BLOB NOT NULL,
  reported BLOB NOT NULL,
  PRIMARY KEY (series_id, run_id),
  FOREIGN KEY (series_id, run_id) REFERENCES result (series_id, run_id)
);

CREATE TABLE histogram (
  series_id INTEGER NOT NULL,
  run_id TEXT NOT NULL,
  codec INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (series_id, run_id),
  FOREIGN KEY (series_id, run_id) REFERENCES result (series_id, run_id)
);

CREATE TABLE stress_test (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project (id),
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  actors INTEGER NOT NULL,
  inverted INTEGER NOT NULL,
  UNIQUE (project_id, name)
);

CREATE TABLE stress_result (
  run_id TEXT NOT NULL REFERENCES run (id),
  test_id INTEGER NOT NULL REFERENCES stress_test (id),
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  status TEXT NOT NULL,
  samples INTEGER NOT NULL,
  configurations INTEGER NOT NULL,
  PRIMARY KEY (run_id, test_id)
);
CREATE INDEX stress_result_test ON stress_result (test_id);

CREATE TABLE stress_outcome (
  run_id TEXT NOT NULL,
  test_id INTEGER NOT NULL,
  ord INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  expect TEXT NOT NULL,
  seen INTEGER NOT NULL,
  configurations INTEGER NOT NULL,
  description TEXT NOT NULL,
  PRIMARY KEY (run_id, test_id, ord),
  FOREIGN KEY (run_id, test_id) REFERENCES stress_result (run_id, test_id)
);

CREATE TABLE stress_failure (
  run_id TEXT NOT NULL,
  test_id INTEGER NOT NULL,
  ord INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  seen INTEGER NOT NULL,
  compile_mode TEXT NOT NULL,
  scheduling TEXT NOT NULL,
  jvm_args TEXT NOT NULL,
  seed TEXT NOT NULL,
  log TEXT NOT NULL,
  PRIMARY KEY (run_id, test_id, ord),
  FOREIGN KEY (run_id, test_id) REFERENCES stress_result (run_id, test_id)
);

CREATE TABLE work_unit (
  run_id TEXT NOT NULL REFERENCES run (id),
  ord INTEGER NOT NULL,
  unit_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  params TEXT NOT NULL,
  threads INTEGER NOT NULL,
  fork INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  millis INTEGER NOT NULL,
  PRIMARY KEY (run_id, ord)
);

CREATE TABLE finding (
  run_id TEXT NOT NULL REFERENCES run (id),
  ord INTEGER NOT NULL,
  state TEXT NOT NULL,
  kind TEXT NOT NULL,
  series_id INTEGER REFERENCES series (id),
  name TEXT NOT NULL,
  metric TEXT,
  threads INTEGER NOT NULL,
  ratio REAL,
  detail TEXT NOT NULL,
  PRIMARY KEY (run_id, ord)
);
