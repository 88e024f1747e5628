import { toId18 } from '../ids.ts';
import type { ObjectView } from '../metadata/profile-view.ts';
import type { InputRecord } from '../records/prepare.ts';
import { namesOwnKind } from './ingest-columns.ts';
import type { Job } from './jobs.ts';

/** Salesforce saves the rows of a job in chunks of this size: the same record twice in one of them is refused. */
const chunk = 200;
/** As many chunks as are saved by the same statements where that makes no difference. */
const chunksTogether = 10;

/** Objects whose rules look at other records that are saved, whatever the columns are. */
const looksAtOthers = new Set(['CampaignMember', 'CampaignMemberStatus']);

/** How many rows may be saved at once: only one chunk where records of one chunk look for those of another. */
export function mostRowsTogether(job: Job, object: ObjectView): number {
  const columns = job.columns ?? [];
  const alone =
    looksAtOthers.has(object.name) ||
    object.meta.duplicateRules.length > 0 ||
    columns.some((name) => object.field(name)?.describe.unique) ||
    namesOwnKind(columns, object);
  return alone ? chunk : chunk * chunksTogether;
}

/** How many rows from the first on are chunks that don't name the same record: the later chunk must find what the earlier one did. */
export function rowsTogether(job: Job, records: readonly InputRecord[]): number {
  const earlier = new Set<string>();
  for (let start = 0; start < records.length; start += chunk) {
    const keys = records.slice(start, start + chunk).flatMap((record) => keyOf(job, record) ?? []);
    if (keys.some((key) => earlier.has(key))) return start;
    for (const key of keys) earlier.add(key);
  }
  return records.length;
}

function keyOf({ operation, external_id_field: field }: Job, record: InputRecord): string | undefined {
  if (operation === 'insert') return undefined;
  const named = operation === 'upsert' && field && field !== 'Id';
  if (!named) return typeof record.Id === 'string' ? (toId18(record.Id) ?? record.Id) : undefined;
  const key = Object.keys(record).find((name) => name.toLowerCase() === field.toLowerCase());
  return key && String(record[key]).toLowerCase();
}
