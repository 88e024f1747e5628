-- compatible
-- Bulk jobs that make or change tasks and members, from before their data goes up until their results are read. Until a job has
-- ended, nothing that it was to do is sent again.
create table open_job (
  job_id text primary key,
  object text not null
);
-- Was never written.
alter table task_batch drop column job_id;
