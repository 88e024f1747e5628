-- compatible
-- Notifications by e-mail (OPS-4).

-- Grows when a cause has something else to say after somebody has read it: that is mailed anew.
alter table notification add column news integer not null default 1;

-- One row per e-mail: a user's notifications of one moment.
create table mail (
  id bigint generated always as identity primary key,
  -- Of lockstep.admin_user.
  user_id bigint not null,
  address text not null,
  -- Whoever is killed while it is `sending` leaves it in doubt: nothing is sent twice.
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'refused', 'dropped', 'in-doubt')),
  attempts integer not null default 0,
  retry_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  -- What the mail server answered, when it took it; the error and its words, when it did not.
  answer text,
  error_code text,
  told jsonb
);
-- What is raised while an e-mail waits goes with it.
create unique index mail_waiting on mail (user_id) where state = 'waiting';
create index mail_of_user on mail (user_id, id);

create table mail_notification (
  user_id bigint not null,
  notification_id bigint not null references notification,
  news integer not null,
  mail_id bigint not null references mail,
  primary key (user_id, notification_id, news)
);
create index mail_notification_mail on mail_notification (mail_id);
