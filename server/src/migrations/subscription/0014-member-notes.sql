-- breaking
-- Who writes memberships notes them now (mapping/render-member-notes.ts): Citus refuses triggers here (docs/adr/0001-one-postgresql.md).
-- An older program would change memberships without a note.

drop trigger note_insert on program_member;
drop trigger note_update on program_member;
drop trigger note_delete on program_member;
drop trigger note_insert on campaign_member;
drop trigger note_update on campaign_member;
drop function note_member_change();
drop function note_campaign_member_change();
