import { createHash } from 'node:crypto';
import { changeStamps, onObject } from './caller-context.ts';
import type { Values } from './org-rules.ts';
import type { Draft } from './prepare.ts';
import type { SaveContext } from './save-context.ts';
import { newIds } from './write-rows.ts';

/** What follows from the blob of a record: its length, and of a version of a file its checksum and kind too. */
export function applyBlobValues(object: string, records: readonly Values[]): void {
  for (const values of records) {
    if ((object === 'Attachment' || object === 'Document') && values.Body !== undefined)
      values.BodyLength = bytesOf(values.Body).length;
    if (object !== 'ContentVersion') continue;
    if (values.VersionData !== undefined) {
      const bytes = bytesOf(values.VersionData);
      values.ContentSize = bytes.length;
      values.Checksum = createHash('md5').update(bytes).digest('hex');
    }
    if (typeof values.PathOnClient === 'string') Object.assign(values, namesFrom(values.PathOnClient, values.Title));
  }
}

const bytesOf = (value: unknown) => Buffer.from(typeof value === 'string' ? value : '', 'base64');

const types: Record<string, string> = {
  txt: 'TEXT',
  jpg: 'JPG',
  jpeg: 'JPG',
  docx: 'WORD_X',
  xlsx: 'EXCEL_X',
  pptx: 'POWER_POINT_X',
};

function namesFrom(path: string, title: unknown): Values {
  const name = path.split(/[\\/]/).at(-1) as string;
  const extension = /\.([^.]+)$/.exec(name)?.[1] ?? null;
  return {
    FileExtension: extension,
    FileType: extension ? (types[extension.toLowerCase()] ?? extension.toUpperCase()) : 'UNKNOWN',
    Title: title ?? name.replace(/\.[^.]+$/, ''),
  };
}

/** After versions of files are inserted: each belongs to a document, its own or the one it is a new version of, and is its latest. */
export async function followFileSave(context: SaveContext, drafts: readonly Draft[]): Promise<void> {
  const { object, database } = context;
  if (object.name !== 'ContentVersion' || drafts.length === 0) return;
  const documents = onObject(context, 'ContentDocument').object;
  const fresh = drafts.filter(({ values }) => !values.ContentDocumentId);
  const ids = await newIds(database, documents, fresh.length);
  await makeDocuments(context, fresh, ids);
  await database.query(
    `update org."ContentVersion" v
        set "IsLatest" = latest.id = v."Id", "VersionNumber" = latest.number::text
       from (select "Id", first_value("Id") over newest as id,
                    row_number() over (partition by "ContentDocumentId" order by "CreatedDate", "Id") as number
               from org."ContentVersion"
              where "ContentDocumentId" in (select "ContentDocumentId" from org."ContentVersion" where "Id" = any($1))
             window newest as (partition by "ContentDocumentId" order by "CreatedDate" desc, "Id" desc)) latest
      where latest."Id" = v."Id"`,
    [drafts.map(({ id }) => id)],
  );
  await database.query(
    `update org."ContentDocument" d
        set "LatestPublishedVersionId" = v."Id", "Title" = v."Title", "Description" = v."Description", "ContentSize" = v."ContentSize",
            "FileType" = v."FileType", "FileExtension" = v."FileExtension", "LastModifiedDate" = v."LastModifiedDate",
            "LastModifiedById" = v."LastModifiedById", "SystemModstamp" = v."SystemModstamp"
       from org."ContentVersion" v
      where v."ContentDocumentId" = d."Id" and v."IsLatest" and v."Id" = any($1)`,
    [drafts.map(({ id }) => id)],
  );
}

/** A document for each first version, shared with its owner, and with the record that it was published to. */
async function makeDocuments(context: SaveContext, drafts: readonly Draft[], ids: string[]): Promise<void> {
  if (drafts.length === 0) return;
  const { database, caller } = context;
  await database.query(
    `with first as (
       update org."ContentVersion" v set "ContentDocumentId" = m.document
         from unnest($1::text[], $2::text[]) m(version, document) where v."Id" = m.version returning v.*
     )
     insert into org."ContentDocument" ("Id", "OwnerId", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp")
     select "ContentDocumentId", "OwnerId", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp" from first`,
    [drafts.map(({ id }) => id), ids],
  );
  const links = drafts.flatMap(({ values }, i) => {
    const owner = { document: ids[i], entity: values.OwnerId ?? caller.userId, type: 'I' };
    const place = values.FirstPublishLocationId;
    return place && place !== owner.entity ? [owner, { document: ids[i], entity: place, type: 'V' }] : [owner];
  });
  const linkObject = onObject(context, 'ContentDocumentLink').object;
  const { SystemModstamp } = changeStamps(context, linkObject.meta);
  await database.query(
    `insert into org."ContentDocumentLink" ("Id", "ContentDocumentId", "LinkedEntityId", "ShareType", "Visibility", "SystemModstamp")
     select l.id, l.document, l.entity, l.type, 'AllUsers', $5
       from unnest($1::text[], $2::text[], $3::text[], $4::text[]) l(id, document, entity, type)`,
    [
      await newIds(database, linkObject, links.length),
      links.map(({ document }) => document),
      links.map(({ entity }) => entity),
      links.map(({ type }) => type),
      SystemModstamp,
    ],
  );
}
