-- when the iterations of its samples were dropped, and their means kept
ALTER TABLE run ADD COLUMN thinned BIGINT;
