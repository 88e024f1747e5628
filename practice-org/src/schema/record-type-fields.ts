import { standardField } from './standard-describe.ts';

/** The field of every object that can have record types; it is to be seen where there are some (metadata-store.ts). */
const recordTypeId = standardField('RecordTypeId', 'Record Type ID', {
  type: 'reference',
  length: 18,
  byteLength: 18,
  soapType: 'tns:ID',
  referenceTo: ['RecordType'],
  relationshipName: 'RecordType',
});

/** Gives each object that lacks it the column and the field, and lets a new record type be noticed at once. Safe to run again. */
export const recordTypeFields = `
do $$
declare o text;
begin
  for o in select name from setup.object
            where jsonb_array_length(describe -> 'recordTypeInfos') > 0
              and not exists (select from setup.field f where f.object = object.name and f.name = 'RecordTypeId')
  loop
    execute format('alter table org.%I add column if not exists "RecordTypeId" text collate "C"', o);
    insert into setup.field (object, name, position, describe)
    select o, 'RecordTypeId', max(position) + 1, '${JSON.stringify(recordTypeId)}' from setup.field where object = o;
  end loop;
end $$;

create or replace trigger metadata_changed after insert or update or delete or truncate on org."RecordType"
  for each statement execute function setup.metadata_changed();
`;
