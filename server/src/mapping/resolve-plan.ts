import type { FieldMapping } from './field-mapping.ts';
import { columnTypeOf } from './field-type.ts';
import { type FixedObject, fixedObjectSpecs } from './fixed-objects.ts';
import {
  type ChosenPolicies,
  defaultConflictPolicy,
  type LoadPlan,
  noPolicies,
  type PlanColumn,
  type RecordPlan,
} from './load-plan.ts';
import { type Entity, entityOf, type MappedObject } from './standard-fields.ts';

/** A marketing field as the catalogue of the database has it. */
export interface CatalogField {
  id: number;
  entity: Entity;
  name: string;
  column: string;
}

/** Columns that only the sync uses, per object, beside Id and SystemModstamp. */
const systemColumns: Record<MappedObject, readonly [source: string, column: string][]> = {
  Lead: [
    ['OwnerId', 'sfdc_owner_id'],
    ['ConvertedContactId', 'sfdc_converted_contact_id'],
  ],
  Contact: [
    ['OwnerId', 'sfdc_owner_id'],
    ['AccountId', 'sfdc_account_id'],
  ],
  Account: [['OwnerId', 'sfdc_owner_id']],
  Opportunity: [
    ['OwnerId', 'sfdc_owner_id'],
    ['AccountId', 'sfdc_account_id'],
    ['CampaignId', 'sfdc_campaign_id'],
  ],
};

/**
 * Mapping document + catalogue → plan of one object. `visible` names the fields the sync user can see now: a mapped field
 * that was hidden since stops syncing and keeps its data (FLD-6).
 */
export function resolvePlan(
  object: MappedObject,
  mappings: readonly FieldMapping[],
  catalog: readonly CatalogField[],
  visible: ReadonlySet<string>,
  policies: ChosenPolicies = noPolicies,
): LoadPlan {
  const entity = entityOf(object);
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
          conflictPolicy:
            policies.get(`${object}.${m.sfField}`) ?? policies.get(object) ?? defaultConflictPolicy[object],
        },
      ];
    });
  const system = systemColumns[object]
    .filter(([source]) => visible.has(source))
    .map(([source, column]) => ours({ source, column, type: 'text' }));
  return { version: 1, object, target: entity, columns: [...system, ...mapped] };
}

/** The plan of an object whose columns do not depend on a mapping; what the sync user can't see is left out. */
export function resolveFixedPlan(object: FixedObject, visible: ReadonlySet<string>): RecordPlan {
  const { target, columns } = fixedObjectSpecs[object];
  return { version: 1, object, target, columns: columns.filter((c) => visible.has(c.source)).map(ours) };
}

/** A column without a marketing field. */
function ours({ source, column, type }: Pick<PlanColumn, 'source' | 'column' | 'type'>): PlanColumn {
  return { source, column, type, field: null, pushed: false, conflictPolicy: 'salesforce-wins' };
}
