import type { Readable } from 'node:stream';
import { LockstepError } from '../errors.ts';

/** How a subscription authenticates; exactly one method each (SPEC SET-4). Held encrypted, never logged. */
export type Credentials =
  | { method: 'password'; loginUrl: string; username: string; password: string; securityToken: string }
  | { method: 'oauth'; loginUrl: string; consumerKey: string; consumerSecret: string; refreshToken: string }
  | { method: 'client-credentials'; loginUrl: string; consumerKey: string; consumerSecret: string }
  | { method: 'jwt-bearer'; loginUrl: string; consumerKey: string; privateKey: string; username: string };

/** Who is connected to what: everything the Confirm Credentials warning names (SPEC SET-7). */
export interface Identity {
  organizationId: string;
  organizationName: string;
  edition: string;
  instance: string;
  isSandbox: boolean;
  instanceUrl: string;
  userId: string;
  username: string;
  displayName: string;
}

export interface PicklistValue {
  value: string;
  label: string;
  active: boolean;
}

/** The attributes of a describe field that the sync uses; names and values are Salesforce's. */
export interface FieldDescribe {
  name: string;
  label: string;
  type: string;
  length: number;
  precision: number;
  scale: number;
  digits: number;
  custom: boolean;
  calculated: boolean;
  createable: boolean;
  updateable: boolean;
  nillable: boolean;
  defaultedOnCreate: boolean;
  restrictedPicklist: boolean;
  externalId: boolean;
  referenceTo: string[];
  relationshipName: string | null;
  compoundFieldName: string | null;
  picklistValues: PicklistValue[];
}

export interface ObjectDescribe {
  name: string;
  label: string;
  custom: boolean;
  createable: boolean;
  updateable: boolean;
  deletable: boolean;
  queryable: boolean;
  keyPrefix: string | null;
  fields: FieldDescribe[];
}

/** One page of a REST query. Records are as Salesforce sends them, `attributes` removed. */
export interface QueryPage {
  totalSize: number;
  records: Record<string, unknown>[];
}

/** How Salesforce would run a query; above a relative cost of 1 it is not selective. */
export interface QueryPlan {
  leadingOperationType: 'Index' | 'Other' | 'Sharing' | 'TableScan';
  relativeCost: number;
  cardinality: number;
  sobjectCardinality: number;
}

export interface CountQuery {
  soql: string;
  /** Count deleted rows too (queryAll). */
  all?: boolean;
}

/**
 * What Salesforce does beside saving. Without Sforce-Auto-Assign the org's active assignment rule decides the owner, on an
 * update too (headers_autoassign); duplicate rules that only warn still refuse a save without allowSave (headers_duplicaterules).
 */
export type SaveHeaders = Partial<Record<'Sforce-Auto-Assign' | 'Sforce-Duplicate-Rule-Header', string>>;

export interface UpdateOptions {
  headers?: SaveHeaders;
  /** For each record, what Salesforce locks while it saves it. Children of one parent follow each other, and are never saved side by side. */
  parents?: readonly (string | null)[];
}

/** Outcome of one record of a collection or Bulk write. */
export interface SaveResult {
  id: string | null;
  success: boolean;
  errors: { statusCode: string; message: string; fields: string[] }[];
}

/** A lead that is to become a contact (convertLead). What is null is left to Salesforce: new records, the lead's owner. */
export interface LeadConversion {
  leadId: string;
  convertedStatus: string;
  accountId: string | null;
  /** A contact of `accountId`. */
  contactId: string | null;
  createOpportunity: boolean;
  opportunityName: string | null;
  ownerId: string | null;
  /** Mail the owner of the new records. */
  notifyOwner: boolean;
}

/** `id` is the lead's. */
export interface LeadConversionResult extends SaveResult {
  accountId: string | null;
  contactId: string | null;
  opportunityId: string | null;
}

/** Records of one object that become the winner's; Salesforce takes one or two losers. */
export interface MergeRequest {
  object: 'Lead' | 'Contact' | 'Account';
  winnerId: string;
  loserIds: string[];
}

/** How records are created whose new owners get a mail. */
export interface NotifyingCreate {
  /** Whether the org's assignment rules choose the owner. */
  assignmentRules: boolean;
  allowDuplicates: boolean;
}

/** What is known of one record after a save that failed as a whole. */
export type SaveOutcome = SaveResult | 'not-done' | 'unknown';

/**
 * A save of which at least one call failed as a whole; `code` and `detail` are those of the first such call. `outcomes`
 * are in the order of the records: what came back is not lost, `not-done` may simply be sent again, and `unknown` (the
 * answer was lost on its way) was perhaps done: look before creating it again.
 */
export class SaveInterrupted extends LockstepError {
  readonly outcomes: SaveOutcome[];

  constructor(failure: LockstepError, outcomes: SaveOutcome[]) {
    super(failure.code, failure.detail, { cause: failure });
    this.outcomes = outcomes;
  }
}

export interface JobWatch {
  signal?: AbortSignal;
  /** Rows of the job, if known: its progress then says when the next look is worth a request. */
  rows?: number;
}

export interface QueryJob {
  id: string;
  state: 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';
  numberRecordsProcessed: number;
  errorMessage: string | null;
}

export interface IngestJob {
  id: string;
  state: 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';
  numberRecordsProcessed: number;
  numberRecordsFailed: number;
  errorMessage: string | null;
}

/** A page of a Bulk query result: CSV bytes with a header line, decompressed. */
export interface ResultPage {
  body: Readable;
  /** Rows in this page, from Sforce-NumberOfRecords; the reader checks that it got as many. */
  records: number;
  /** Where the next page starts; null on the last page (header Sforce-Locator, literal "null"). */
  locator: string | null;
}

/** One error of Salesforce's error array. */
export interface ApiError {
  errorCode: string;
  message: string;
  fields: string[];
}

/** API requests of the org in its rolling 24 hours, from the newest Sforce-Limit-Info header. */
export interface ApiUsage {
  used: number;
  max: number;
}

/** A change that Salesforce tells of, as far as the sync wants to know: it reads the record itself. */
export interface ChangeEvent {
  /** API name of the object. */
  object: string;
  /** CREATE, UPDATE, …; GAP_… where Salesforce does not say what changed. */
  type: string;
  userId: string;
  /** `com/salesforce/api/rest/66.0;client=…`, empty for what was done in the pages of Salesforce. */
  origin: string;
}

export interface ChangeBatch {
  events: ChangeEvent[];
  /** Opaque; where to go on after this batch. null before anything was heard. */
  replayId: string | null;
}

/** What the sync calls itself (Sforce-Call-Options): changes of its own can be told by it. */
export const clientName = 'lockstep';

/**
 * One authenticated org. Every call goes through one place that knows the session (renews it when it expired), the API
 * usage, time-outs and retries by error class. Every failure is a LockstepError with an `sf/` code.
 */
export interface Salesforce {
  readonly instanceUrl: string;
  /** API calls made through this object so far. */
  readonly calls: number;
  readonly usage: ApiUsage | null;
  /** The org's own clock, from the Date header of its newest answer; cursors use this clock and never ours. */
  readonly serverTime: Date | null;
  /** The org's clock now: serverTime and the time that passed since. Never ahead of it. */
  readonly clock: Date | null;

  identity(): Promise<Identity>;
  /**
   * Change events of the objects that the org's administrator selected, from after `replayId`, or from now on. The first batch
   * is empty and says that the stream is open. Costs no API requests. Ends when the signal does.
   */
  changeEvents(replayId: string | null, signal: AbortSignal): AsyncIterable<ChangeBatch>;
  /** Names of the objects the user can query. */
  describeGlobal(): Promise<{ name: string; label: string; custom: boolean; queryable: boolean }[]>;
  /** Describes several objects in one API call per 25; an object the user can't see is missing from the result. */
  describe(objects: string[]): Promise<Map<string, ObjectDescribe>>;
  /** SELECT COUNT() queries, five to an API call (composite), in the order asked. */
  counts(queries: CountQuery[]): Promise<number[]>;
  /** The rows of queries that fit on one page each (some hundred rows), five to an API call, in the order asked. */
  smallQueries(queries: CountQuery[]): Promise<Record<string, unknown>[][]>;
  /** All pages of a query, in order. `all` includes deleted and archived rows (queryAll). */
  query(soql: string, options?: { all?: boolean; batchSize?: number }): AsyncIterable<QueryPage>;

  /** The plans for a query, the best first, without running it (resources_query_performance_feedback). */
  explain(soql: string): Promise<QueryPlan[]>;

  createQueryJob(soql: string, options?: { all?: boolean }): Promise<QueryJob>;
  /** Polls until the job is complete. Failed or Aborted is an error with the job's own message; one that hangs is `sf/job-stuck`. */
  waitForQueryJob(id: string, options?: JobWatch): Promise<QueryJob>;
  /** null when Salesforce does not know the job any more (deleted, or older than seven days). */
  getQueryJob(id: string): Promise<QueryJob | null>;
  readQueryResults(id: string, options: { locator: string | null; maxRecords: number }): Promise<ResultPage>;
  abortQueryJob(id: string): Promise<void>;
  deleteQueryJob(id: string): Promise<void>;

  /**
   * Up to 200 records a call, three calls at a time, allOrNone=false; results in the order of the records, for any number
   * of records. A refused record is a result. When a call fails as a whole: SaveInterrupted. The same holds for
   * updateRecords and deleteRecords.
   */
  createRecords(object: string, records: Record<string, unknown>[], headers?: SaveHeaders): Promise<SaveResult[]>;
  /** Records carry their `Id`. */
  updateRecords(object: string, records: Record<string, unknown>[], options?: UpdateOptions): Promise<SaveResult[]>;
  deleteRecords(ids: string[]): Promise<SaveResult[]>;
  /** Like createRecords, and Salesforce mails the new owners, as it does for records made in its pages. */
  createNotifying(object: string, records: Record<string, unknown>[], how: NotifyingCreate): Promise<SaveResult[]>;

  /** Ids of the records that the org's duplicate rules find for each of these, which are not saved. */
  findDuplicates(object: string, records: Record<string, unknown>[]): Promise<string[][]>;

  /** At most 100 leads, in one call. When it fails as a whole, the leads tell which of them were converted. */
  convertLeads(conversions: LeadConversion[]): Promise<LeadConversionResult[]>;
  /** When the call fails as a whole, MasterRecordId of the losers tells whether it was done. */
  mergeRecords(request: MergeRequest): Promise<SaveResult>;

  createIngestJob(object: string, operation: 'insert' | 'update' | 'delete'): Promise<IngestJob>;
  /**
   * Once per job, at most 100 MB before compression (api-asynch "Upload Job Data"): a larger set is several jobs. Never
   * repeated by itself: after an error the job is aborted and a new one made.
   */
  uploadIngestData(id: string, csv: Readable): Promise<void>;
  /** Marks the upload complete. May be called again when the first answer was lost. */
  closeIngestJob(id: string): Promise<void>;
  getIngestJob(id: string): Promise<IngestJob | null>;
  /**
   * Polls until the job has ended. Failed and Aborted are returned too, not thrown: part of the rows may be done, so all
   * three results are read before anything is sent again.
   */
  waitForIngestJob(id: string, options?: JobWatch): Promise<IngestJob>;
  /** CSV with the leading columns sf__Id and sf__Created (successful) or sf__Error (failed), then the uploaded columns. */
  readIngestResults(id: string, which: 'successfulResults' | 'failedResults' | 'unprocessedrecords'): Promise<Readable>;
  abortIngestJob(id: string): Promise<void>;
}

/** The newest API version (v66.0, Spring '26) is used for everything but SOAP login(), which stops at 64.0 (help.salesforce.com 005132110). */
export const apiVersion = '66.0';
export const soapLoginVersion = '64.0';
