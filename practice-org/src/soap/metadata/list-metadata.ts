import { textIn, type Xml, type XmlElement } from '../../identity/soap/soap-envelope.ts';
import type { OrgContext } from '../../org-context.ts';
import { checkCount } from '../limits.ts';
import type { RecordCall } from '../record-call.ts';
import { elementsIn } from '../xml-input.ts';

const most = 3;

interface Component {
  fullName: string;
  id: string | null;
}

/** What this org's Metadata API knows of, as describeMetadata tells it. */
export async function describeMetadata(): Promise<Xml> {
  return {
    metadataObjects: {
      childXmlNames: ['CustomField', 'RecordType'],
      directoryName: 'objects',
      inFolder: false,
      metaFile: false,
      suffix: 'object',
      xmlName: 'CustomObject',
    },
    organizationNamespace: '',
    partialSaveAllowed: true,
    testRequired: false,
  };
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_listmetadata.htm */
export async function listMetadata(org: OrgContext, call: RecordCall): Promise<Xml> {
  const queries = elementsIn(call.soap.parameters, 'queries');
  checkCount(queries.length, most);
  const maker = await makerOf(org);
  const listed: XmlElement[] = [];
  for (const query of queries) {
    const type = textIn(query, 'type').trim();
    for (const component of await componentsOf(org, type)) listed.push(fileProperties(type, component, maker));
  }
  return listed;
}

async function componentsOf({ pool }: OrgContext, type: string): Promise<Component[]> {
  const statements: Record<string, string> = {
    CustomObject: `
      select name as "fullName", case when describe -> 'custom' = 'true' then id end as id
        from setup.object where describe -> 'layoutable' = 'true' order by name`,
    CustomField: `
      select object || '.' || name as "fullName", id from setup.field
       where describe -> 'custom' = 'true' and name not like '%\\_\\_s' order by 1`,
    RecordType: `
      select "SobjectType" || '.' || "DeveloperName" as "fullName", "Id" as id from org."RecordType" order by 1`,
  };
  const statement = Object.hasOwn(statements, type) ? statements[type] : undefined;
  return statement ? (await pool.query<Component>(statement)).rows : [];
}

async function makerOf({ pool }: OrgContext): Promise<{ id: string; name: string; at: Date }> {
  const { rows } = await pool.query(
    `select o."CreatedById" as id, u."Name" as name, o."CreatedDate" as at
       from org."Organization" o join org."User" u on u."Id" = o."CreatedById"`,
  );
  return rows[0];
}

/** When a part of the metadata was made or changed is not kept: it has the stamps of the org. */
function fileProperties(
  type: string,
  { fullName, id }: Component,
  maker: { id: string; name: string; at: Date },
): XmlElement {
  const at = maker.at.toISOString();
  return {
    createdById: maker.id,
    createdByName: maker.name,
    createdDate: at,
    fileName: `objects/${fullName.split('.')[0]}.object`,
    fullName,
    id: id ?? '',
    lastModifiedById: maker.id,
    lastModifiedByName: maker.name,
    lastModifiedDate: at,
    manageableState: 'unmanaged',
    type,
  };
}
