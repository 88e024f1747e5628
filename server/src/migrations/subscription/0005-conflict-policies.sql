-- compatible
-- Which side wins, where somebody chose otherwise than the default (SYN-5). No field: the whole object.
create table conflict_policy (
  object text not null,
  field text not null default '',
  policy text not null
    check (policy in ('marketing-wins', 'salesforce-wins', 'newest', 'salesforce-unless-blank', 'add-differences')),
  primary key (object, field)
);
alter table conflict drop constraint conflict_outcome_check;
alter table conflict add constraint conflict_outcome_check check (outcome in ('marketing-wins', 'salesforce-wins', 'added'));
