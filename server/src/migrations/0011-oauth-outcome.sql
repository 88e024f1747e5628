-- compatible
-- What became of a login with Salesforce, so that the page the browser comes back to can tell it in plain words (SET-4, SET-5).
alter table lockstep.oauth_login
  add column used_at timestamptz,
  -- Code and detail of the error, when it was refused.
  add column failure jsonb;
