-- how far a run is that has not landed: one row for each, written over by every word of it; texts are empty where nothing is known
CREATE TABLE running (
  project TEXT NOT NULL,
  run TEXT NOT NULL,
  kind TEXT NOT NULL,
  profile TEXT NOT NULL,
  branch TEXT NOT NULL,
  commit_sha TEXT NOT NULL,
  machine TEXT NOT NULL,
  started BIGINT NOT NULL,
  heard BIGINT NOT NULL,
  silent_from BIGINT NOT NULL,
  ends BIGINT,
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  unit TEXT NOT NULL,
  PRIMARY KEY (project, run)
);
