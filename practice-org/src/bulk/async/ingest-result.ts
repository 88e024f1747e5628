import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OrgContext } from '../../org-context.ts';
import type { XmlContent } from '../../xml-text.ts';
import { sendCsv } from '../csv-stream.ts';
import { type Job, jobTable, outcomeTable } from '../jobs.ts';
import { sendXml } from './async-answers.ts';
import type { AsyncJob } from './async-jobs.ts';

interface Row {
  id: string | null;
  created: boolean | null;
  error: string | null;
}

/** What became of each record of a batch, in the order of its records. */
export async function sendIngestResult(
  org: OrgContext,
  request: FastifyRequest,
  reply: FastifyReply,
  job: AsyncJob,
  batch: Job,
): Promise<FastifyReply> {
  if (job.content_type === 'CSV') return sendCsvResult(org, request, reply, batch);
  const { rows } = await org.pool.query<Row>(`select id, created, error from ${rowsOf(batch)} order by r.n`);
  if (job.content_type === 'XML') return sendXml(reply, 'results', { result: rows.map(xmlResult) });
  return reply.header('content-type', 'application/json;charset=UTF-8').send(JSON.stringify(rows.map(jsonResult)));
}

function sendCsvResult(org: OrgContext, request: FastifyRequest, reply: FastifyReply, batch: Job) {
  const flag = (condition: string) => `case when ${condition} then 'true' else 'false' end`;
  const select = `select coalesce(id, ''), ${flag('error is null')}, ${flag('error is null and created')}, coalesce(error, '')
    from ${rowsOf(batch)} order by r.n`;
  return sendCsv(org.pool, request, reply, {
    header: '"Id","Success","Created","Error"',
    select,
    delimiter: ',',
    crlf: false,
  });
}

const rowsOf = (batch: Job) => `${jobTable(batch)} r left join ${outcomeTable(batch)} o on o.n = r.n`;

/** `CODE:message:Field1, Field2 --` in parts. */
function errorOf(text: string): { fields: string[]; message: string; statusCode: string } {
  const [, statusCode = '', message = text, fields = ''] = /^([A-Z_]+):(.*):([^:]*) --$/s.exec(text) ?? [];
  return { fields: fields.split(', ').filter(Boolean), message, statusCode };
}

function jsonResult({ id, created, error }: Row): object {
  const errors = error === null ? [] : [{ ...errorOf(error), extendedErrorDetails: null }];
  return { success: error === null, created: error === null && created === true, id, errors };
}

function xmlResult({ id, created, error }: Row): XmlContent {
  if (error !== null) return { errors: errorOf(error), success: false, created: false };
  return { id, success: true, created: created === true };
}
