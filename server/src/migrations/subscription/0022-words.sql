-- compatible
-- The words of what administrators read, apart from the English text: who shows them says them in the reader's language.
-- Null in rows of an older version, whose text is all there is.
alter table notification add column told jsonb;
alter table step add column told jsonb;
