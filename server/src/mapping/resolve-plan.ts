import type { FieldDescribe } from '../salesforce/salesforce.ts';
import type { FieldMapping } from './field-mapping.ts';
import { columnTypeOf } from './field-type.ts';
import { type FixedColumn, type FixedObject, fixedObjectSpecs, isFixedObject } from './fixed-objects.ts';
import {
  type ChosenPolicies,
  defaultConflictPolicy,
  type LoadPlan,
  noPolicies,
  type PlanColumn,
  type RecordPlan,
} from './load-plan.ts';
import { type Entity, entityOf, isMappedObject, type MappedObject, takesPart } from './standard-fields.ts';

/** A marketing field as the catalogue of the database has it. */
export interface CatalogField {
  id: number;
  entity: Entity;
  name: string;
  column: string;
  keep?: PlanColumn['keep'];
}

const owner: FixedColumn = { source: 'OwnerId', column: 'sfdc_owner_id', type: 'text' };
const account: FixedColumn = { source: 'AccountId', column: 'sfdc_account_id', type: 'text' };

/** Columns that only the sync uses, per object, beside Id and SystemModstamp. */
const systemColumns: Record<MappedObject, readonly FixedColumn[]> = {
  Lead: [owner, { source: 'ConvertedContactId', column: 'sfdc_converted_contact_id', type: 'text' }],
  Contact: [owner, account],
  Account: [owner],
  Opportunity: [owner, account, { source: 'CampaignId', column: 'sfdc_campaign_id', type: 'text' }],
};

const systemColumnsOfAdded: readonly FixedColumn[] = [
  { source: 'IsDeleted', column: 'sfdc_is_deleted', type: 'boolean' },
];

/**
 * Mapping document + catalogue → plan of an object with a mapping. `visible` names the fields the sync user can see now: a mapped field
 * that was hidden since stops syncing and keeps its data (FLD-6).
 */
export function resolvePlan(
  object: string,
  mappings: readonly FieldMapping[],
  catalog: readonly CatalogField[],
  visible: ReadonlySet<string>,
  policies: ChosenPolicies = noPolicies,
): LoadPlan {
  const entity = entityOf(object);
  const defaultPolicy = isMappedObject(object) ? defaultConflictPolicy[object] : 'salesforce-wins';
  const byName = new Map(catalog.filter((f) => f.entity === entity).map((f) => [f.name, f]));
  const mapped = mappings
    .filter((m) => m.object === object && m.chosen && visible.has(m.sfField))
    .sort((a, b) => (a.sfField < b.sfField ? -1 : 1))
    .flatMap((m): PlanColumn[] => {
      const field = byName.get(m.field);
      if (!field) return [];
      return [
        {
          source: m.sfField,
          column: field.column,
          type: columnTypeOf(m.type),
          field: { id: field.id, name: field.name },
          pushed: entity === 'person' && m.updateable,
          conflictPolicy: policies.get(`${object}.${m.sfField}`) ?? policies.get(object) ?? defaultPolicy,
          ...(field.keep && { keep: field.keep }),
        },
      ];
    });
  const system = systemColumnsOf(object)
    .filter(({ source }) => visible.has(source))
    .map(ours);
  return { version: 1, object, target: entity, columns: [...system, ...mapped] };
}

/** The plan of an object whose columns do not depend on a mapping, but for `more`; what the sync user can't see is left out. */
export function resolveFixedPlan(
  object: FixedObject,
  visible: ReadonlySet<string>,
  more: readonly FixedColumn[] = [],
): RecordPlan {
  const { target, columns } = fixedObjectSpecs[object];
  return { version: 1, object, target, columns: [...columns, ...more].filter((c) => visible.has(c.source)).map(ours) };
}

/** The table that holds an object's records. */
export function tableOf(object: string): LoadPlan['target'] {
  return isFixedObject(object) ? fixedObjectSpecs[object].target : entityOf(object);
}

/** The column of a field: one that only the sync uses, or one of the catalogue (`Object.Field` → column). */
export function columnOf(object: string, field: string, catalog: ReadonlyMap<string, string>): string | undefined {
  if (field === 'Id') return 'sfdc_id';
  return fixedColumn(object, field) ?? catalog.get(`${object}.${field}`);
}

/** Whether the sync has a column for the field, or makes one unless it is unticked. */
export function isKept(object: string, field: Pick<FieldDescribe, 'name' | 'custom'>): boolean {
  if (fixedColumn(object, field.name)) return true;
  return !isFixedObject(object) && takesPart(object, field);
}

function fixedColumn(object: string, field: string): string | undefined {
  const columns = isFixedObject(object) ? fixedObjectSpecs[object].columns : systemColumnsOf(object);
  return columns.find((c) => c.source === field)?.column;
}

function systemColumnsOf(object: string): readonly FixedColumn[] {
  return isMappedObject(object) ? systemColumns[object] : systemColumnsOfAdded;
}

/** A column without a marketing field. */
function ours({ source, column, type }: FixedColumn): PlanColumn {
  return { source, column, type, field: null, pushed: false, conflictPolicy: 'salesforce-wins' };
}
