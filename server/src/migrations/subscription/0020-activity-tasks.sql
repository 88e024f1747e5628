-- compatible
-- Tasks whose answer is lost, by the record they are about: the pull must not take one for somebody else's.
create index activity_task_sent on activity_task (sfdc_who_id) where status = 'sent';
