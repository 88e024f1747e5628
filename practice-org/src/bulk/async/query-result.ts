import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OrgContext } from '../../org-context.ts';
import { toRecords } from '../../soql/child-records.ts';
import { parseSoql } from '../../soql/parser.ts';
import { planQuery } from '../../soql/plan.ts';
import { fetchRows, openRun } from '../../soql/run.ts';
import { renderXml, type XmlContent } from '../../xml-text.ts';
import { type Job, jobTable } from '../jobs.ts';
import { sendQueryCsv } from '../query-results.ts';
import type { AsyncJob } from './async-jobs.ts';

type Found = Record<string, unknown> & { attributes: { type: string } };

const pageSize = 2000;

/** The records that a batch's query has found, in the job's form; a page at a time, however many there are. */
export async function sendQueryResult(
  org: OrgContext,
  request: FastifyRequest,
  reply: FastifyReply,
  job: AsyncJob,
  batch: Job,
): Promise<FastifyReply> {
  if (job.content_type === 'CSV') return sendQueryCsv(org, request, reply, batch, 0, batch.rows_processed);
  const records = recordsOf(org, request, batch);
  if (job.content_type === 'JSON')
    return reply.header('content-type', 'application/json;charset=UTF-8').send(Readable.from(inJson(records)));
  return reply.header('content-type', 'application/xml').send(Readable.from(inXml(records)));
}

async function* recordsOf(org: OrgContext, request: FastifyRequest, batch: Job): AsyncGenerator<Found[]> {
  const soql = batch.soql as string;
  const basePath = `/services/data/v${request.apiVersion}`;
  const run = await openRun(org, request.caller, org.pool, { soql, allRows: true, basePath });
  const query = parseSoql(soql);
  const plan = planQuery({ ...query, where: undefined, orderBy: [], limit: undefined }, run);
  const [own = '', ...joins] = plan.from.split('\n');
  const text = `select ${plan.columns.join(', ')} from ${jobTable(batch)} page join ${own} on ${plan.alias}."Id" = page.id ${joins.join('\n')}
    where page.n > $1 and page.n <= $2 order by page.n`;
  for (let first = 0; first < batch.rows_processed; first += pageSize) {
    const rows = await fetchRows(org.pool, text, [first, first + pageSize]);
    yield (await toRecords(run, plan, rows, [])) as Found[];
  }
}

/** Instants are milliseconds since 1970 here. */
async function* inJson(pages: AsyncGenerator<Found[]>): AsyncGenerator<string> {
  let separator = '[';
  for await (const page of pages)
    for (const record of page) {
      yield separator + JSON.stringify(record, (_, value) => epoch(value));
      separator = ',';
    }
  yield separator === '[' ? '[]' : ']';
}

function epoch(value: unknown): unknown {
  const isInstant = typeof value === 'string' && /^\d{4}-\d\d-\d\d(T[\d:.]+\+0000)?$/.test(value);
  return isInstant ? Date.parse(value.replace('+0000', 'Z')) : value;
}

const opening =
  '<?xml version="1.0" encoding="UTF-8"?><queryResult xmlns="http://www.force.com/2009/06/asyncapi/dataload" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">';

async function* inXml(pages: AsyncGenerator<Found[]>): AsyncGenerator<string> {
  yield opening;
  for await (const page of pages)
    for (const record of page) yield renderXml('records', inElement(record)).replace(/^<\?xml.*?\?>/, '');
  yield '</queryResult>';
}

function inElement({ attributes, ...fields }: Found): XmlContent {
  const values = Object.entries(fields).map(([name, value]): [string, XmlContent] => {
    if (value === null) return [name, { '@xsi:nil': 'true' }];
    if (typeof value === 'object' && 'attributes' in value) return [name, inElement(value as Found)];
    return [name, typeof value === 'string' ? value.replace(/\+0000$/, 'Z') : (value as XmlContent)];
  });
  return { '@xsi:type': 'sObject', type: attributes.type, ...Object.fromEntries(values) };
}
