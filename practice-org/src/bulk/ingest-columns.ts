import type { ObjectView } from '../metadata/profile-view.ts';
import type { InputRecord } from '../records/prepare.ts';
import type { Job } from './jobs.ts';

const explicitNull = '#N/A';

/** A column of an uploaded file: a field, or with `Account.Number__c` a parent named by a key of its own. */
interface Column {
  field: string;
  parent?: { attributes: object; key: string };
}

/** `Owner:User.Number__c`: the object stands after the relationship that can lead to several. */
function columnOf(name: string): Column {
  const [, relationship, type, key] = /^(\w+)(?:[:-](\w+))?\.(\w+)$/.exec(name) ?? [];
  if (relationship && key)
    return { field: relationship, parent: { attributes: type ? { attributes: { type } } : {}, key } };
  return { field: name.toLowerCase() === 'id' ? 'Id' : name };
}

/** How the rows of a job become records. An empty cell changes nothing, `#N/A` empties the field. */
export function rowReader(names: readonly string[]): (cells: readonly (string | null)[]) => InputRecord {
  const columns = names.map(columnOf);
  return (cells) => {
    const record: InputRecord = {};
    for (const [i, { field, parent }] of columns.entries()) {
      const cell = cells[i];
      if (cell === null || cell === undefined || cell === '') continue;
      const value = cell === explicitNull ? null : cell;
      record[field] = parent ? { ...parent.attributes, [parent.key]: value } : value;
    }
    return record;
  };
}

/** Why the columns of a job can't be read, if they can't. */
export function wrongColumns(job: Job, object: ObjectView): string | undefined {
  // Nothing was uploaded: nothing is wrong with it.
  if (job.columns?.length === 0) return undefined;
  const unknown = job.columns?.find((name) => !isColumn(object, columnOf(name)));
  if (unknown !== undefined) return `InvalidBatch : Field name not found : ${unknown}`;
  const hasId = job.columns?.some((name) => name.toLowerCase() === 'id');
  if (job.columns && ['update', 'delete', 'hardDelete'].includes(job.operation) && !hasId)
    return `InvalidBatch : Id not specified for ${job.operation} operation`;
  return undefined;
}

function isColumn(object: ObjectView, { field, parent }: Column): boolean {
  return Boolean(parent ? object.relationship(field) : object.field(field));
}

/** Whether a column names records of the object itself, which may be rows further up in the same file. */
export function namesOwnKind(names: readonly string[], object: ObjectView): boolean {
  return names.some((name) => {
    const { field, parent } = columnOf(name);
    return parent && object.relationship(field)?.describe.referenceTo.includes(object.name);
  });
}
