-- compatible
-- Member fields that somebody removed, until the next cycle, which plans without them, drops their columns.
create table removed_member_field (id integer primary key);
