-- compatible
-- Merging people (SYN-8): what was merged, so that it can be explained, and merges that are under way.

-- The people who are part of a person, with the values that all had before.
create table person_merge (
  id bigint generated always as identity primary key,
  person_id bigint not null,
  loser_id bigint not null,
  loser_sfdc_id text collate "C",
  loser_sfdc_type text,
  winner_values jsonb not null,
  loser_values jsonb not null,
  source text not null,
  at timestamptz not null default now(),
  -- SystemModstamp of the loser's deletion, when the merge was made here: an older page must not bring the loser back.
  loser_gone_at timestamptz
);
create index person_merge_person on person_merge (person_id);
create index person_merge_loser on person_merge (loser_sfdc_id);

-- A merge asked for here, on record before Salesforce is asked. Whoever finds it ends it by its own rules, not by those for
-- merges made in Salesforce.
create table merge_intent (
  id bigint generated always as identity primary key,
  winner_id bigint not null,
  loser_ids bigint[] not null,
  -- The person whose record stays in Salesforce; null when nobody is there.
  survivor_id bigint,
  -- The records of all of them: [{personId, sfdcId, sfdcType}].
  records jsonb not null,
  -- Field name → the person whose value is kept.
  keep jsonb not null,
  source text not null,
  -- By Salesforce's clock.
  started_at timestamptz not null
);
