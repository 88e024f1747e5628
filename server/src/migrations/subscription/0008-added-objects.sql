-- compatible
-- Objects that somebody added to the sync, and those that lead from one to people (SYN-13). Each has a table of its own, made
-- when it is added, with a column per field; fields and mappings are in the same catalogue as those of people.

alter table field drop constraint field_entity_check;

create table added_object (
  -- API name.
  name text primary key,
  label text not null,
  -- Somebody wants it synced; otherwise it may still lead another object to people.
  chosen boolean not null,
  -- How its records lead to people: [{field, through: {object, by, field} or null, to}] (mapping/object-links.ts).
  links jsonb not null,
  added_at timestamptz not null default now()
);
