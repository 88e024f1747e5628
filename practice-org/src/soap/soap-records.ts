import type { FastifyInstance } from 'fastify';
import type { Xml } from '../identity/soap/soap-envelope.ts';
import type { OrgContext } from '../org-context.ts';
import { describeLayout } from './describe-layout.ts';
import { describeAllTabs, describeTabs } from './describe-tabs.ts';
import { findDuplicates } from './find-duplicates.ts';
import { convertLeads } from './lead-conversion.ts';
import { merge } from './merge.ts';
import { registerMetadataOperations } from './metadata/metadata-operations.ts';
import {
  describeGlobal,
  describeSObjects,
  getDeleted,
  getUpdated,
  query,
  queryAll,
  queryMore,
  retrieve,
} from './read-operations.ts';
import { type RecordCall, recordOperation } from './record-call.ts';
import { create, emptyRecycleBin, remove, undelete, update, upsert } from './save-operations.ts';
import { search } from './search.ts';
import { sendEmail } from './send-email.ts';

const operations: Record<string, (call: RecordCall) => Promise<Xml>> = {
  create,
  update,
  upsert,
  delete: remove,
  undelete,
  emptyRecycleBin,
  merge,
  findDuplicates,
  convertLead: convertLeads,
  retrieve,
  query,
  queryAll,
  queryMore,
  getUpdated,
  getDeleted,
  describeGlobal,
  describeSObject: describeSObjects,
  describeSObjects,
  describeLayout,
  describeTabs,
  describeAllTabs,
  search,
  sendEmail,
};

/** The SOAP operations on records, for partner and enterprise clients, and those on metadata. */
export function registerSoapRecords(app: FastifyInstance, org: OrgContext): void {
  for (const [name, run] of Object.entries(operations)) app.soapOperations.set(name, recordOperation(org, run));
  registerMetadataOperations(app, org);
}
