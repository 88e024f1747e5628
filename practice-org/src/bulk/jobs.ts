import { ApiError, notFound } from '../api-error.ts';
import type { Queryable } from '../database.ts';
import { toId18 } from '../ids.ts';
import { toJson } from '../soql/to-record.ts';

export type JobKind = 'query' | 'ingest';
export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted' | 'NotProcessed';

/** A row of bulk.job. */
export interface Job {
  id: string;
  kind: JobKind;
  operation: string;
  object: string;
  state: JobState;
  created_by: string;
  created_at: Date;
  changed_at: Date;
  api_version: number;
  column_delimiter: string;
  line_ending: string;
  external_id_field: string | null;
  soql: string | null;
  columns: string[] | null;
  uploaded: boolean;
  rows_processed: number;
  rows_failed: number;
  milliseconds: number;
  error_message: string | null;
  /** The job of Bulk API 1.0 this is a batch of. */
  parent: string | null;
  assignment_rule: string | null;
}

export const delimiters: Record<string, string> = {
  COMMA: ',',
  TAB: '\t',
  SEMICOLON: ';',
  PIPE: '|',
  CARET: '^',
  BACKQUOTE: '`',
};

type NewJob = Pick<
  Job,
  | 'kind'
  | 'operation'
  | 'object'
  | 'state'
  | 'created_by'
  | 'api_version'
  | 'column_delimiter'
  | 'line_ending'
  | 'external_id_field'
  | 'soql'
> &
  Partial<Pick<Job, 'parent' | 'assignment_rule' | 'uploaded'>>;

export async function createJob(database: Queryable, job: NewJob, now: Date): Promise<Job> {
  const names = Object.keys(job);
  const { rows } = await database.query(
    `insert into bulk.job (id, created_at, changed_at, ${names.join(', ')})
     values (setup.new_id('${job.parent ? '751' : '750'}'), $1, $1, ${names.map((_, i) => `$${i + 2}`).join(', ')}) returning *`,
    [now, ...Object.values(job)],
  );
  return rows[0];
}

export async function findJob(database: Queryable, kind: JobKind, id: string): Promise<Job> {
  const { rows } = await database.query('select * from bulk.job where id = $1 and kind = $2 and parent is null', [
    toId18(id) ?? '',
    kind,
  ]);
  if (!rows[0]) throw notFound();
  return rows[0];
}

/** A job as it is now, whoever asks. */
export async function currentJob(database: Queryable, id: string): Promise<Job> {
  const { rows } = await database.query('select * from bulk.job where id = $1', [id]);
  return rows[0];
}

export async function changeJob(database: Queryable, id: string, changes: Partial<Job>): Promise<Job> {
  const names = Object.keys(changes);
  const { rows } = await database.query(
    `update bulk.job set changed_at = setup.clock(), ${names.map((name, i) => `${name} = $${i + 2}`).join(', ')} where id = $1 returning *`,
    [id, ...Object.values(changes)],
  );
  return rows[0];
}

/** The job's own table: found ids of a query, uploaded rows of an ingest. Its name holds nothing but letters and digits. */
export function jobTable(job: Pick<Job, 'id' | 'kind'>): string {
  return `bulk."${job.kind}_${job.id}"`;
}

/** What became of the rows of an ingest, by their numbers. Apart from the rows, so that these are written once and never again. */
export function outcomeTable(job: Pick<Job, 'id'>): string {
  return `bulk."outcome_${job.id}"`;
}

export async function dropJob(database: Queryable, job: Job): Promise<void> {
  if (job.state === 'InProgress') throw new ApiError(400, 'INVALIDJOBSTATE', 'Deleting InProgress Job not allowed');
  await database.query(`drop table if exists ${jobTable(job)}, ${outcomeTable(job)}`);
  await database.query('delete from bulk.job where id = $1', [job.id]);
}

export function isOver(job: Job): boolean {
  return !['Open', 'UploadComplete', 'InProgress'].includes(job.state);
}

/** The fields every answer about a job begins with. */
function heading(job: Job): object {
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.created_by,
    createdDate: toJson(job.created_at, 'datetime'),
    systemModstamp: toJson(job.changed_at, 'datetime'),
    state: job.state,
    ...(job.external_id_field ? { externalIdFieldName: job.external_id_field } : {}),
    ...(job.assignment_rule ? { assignmentRuleId: job.assignment_rule } : {}),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.api_version),
  };
}

const format = (job: Job) => ({ lineEnding: job.line_ending, columnDelimiter: job.column_delimiter });

export function createdAnswer(job: Job): object {
  if (job.kind === 'query') return { ...heading(job), ...format(job) };
  const contentUrl = `services/data/v${Number(job.api_version).toFixed(1)}/jobs/ingest/${job.id}/batches`;
  return { ...heading(job), contentUrl, ...format(job) };
}

export function changedAnswer(job: Job): object {
  return heading(job);
}

export function infoAnswer(job: Job): object {
  const failure = job.error_message && job.state === 'Failed' ? { errorMessage: job.error_message } : {};
  if (job.kind === 'query') {
    return {
      ...heading(job),
      jobType: 'V2Query',
      ...format(job),
      numberRecordsProcessed: job.rows_processed,
      retries: 0,
      totalProcessingTime: job.milliseconds,
      isPkChunkingSupported: true,
      ...failure,
    };
  }
  return {
    ...heading(job),
    jobType: 'V2Ingest',
    ...format(job),
    numberRecordsProcessed: job.rows_processed,
    numberRecordsFailed: job.rows_failed,
    retries: 0,
    totalProcessingTime: job.milliseconds,
    apiActiveProcessingTime: job.milliseconds,
    apexProcessingTime: 0,
    ...failure,
  };
}
