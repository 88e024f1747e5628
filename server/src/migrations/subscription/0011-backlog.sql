-- compatible
-- How much waited for the sync, in each direction, at the end of each four hours (OPS-3). Kept for five days.
create table backlog_point (
  at timestamptz not null,
  object text not null,
  to_salesforce integer not null,
  to_marketing integer not null,
  primary key (at, object)
);
