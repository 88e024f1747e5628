-- compatible
-- What a user is told by e-mail, and in which language (OPS-4).
alter table lockstep.admin_user
  -- Of the pages, when the user last signed in or chose.
  add column language text not null default 'en',
  -- Kinds of notifications. Null: what the role gets without choosing.
  add column mail_kinds text[];
