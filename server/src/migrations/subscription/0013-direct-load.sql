-- compatible
-- The first load copies Salesforce's rows straight into `person` (sync/pull/direct-load.ts).

-- SystemModstamp of the version whose values were last taken over, as companies have it.
alter table person add column sfdc_stamp timestamptz;

-- COPY can't say what its rows are: a load names it for its transaction. Everybody else leaves the setting alone, and has no default.
alter table person alter column sfdc_type set default nullif(current_setting('lockstep.loads', true), '');
