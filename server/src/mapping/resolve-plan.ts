import type { FieldMapping } from './field-mapping.ts';
import { columnTypeOf } from './field-type.ts';
import { defaultConflictPolicy, type LoadPlan, type PlanColumn } from './load-plan.ts';
import { entityOf, type MappedObject } from './standard-fields.ts';

/** A marketing field as the catalogue of the database has it. */
export interface CatalogField {
  id: number;
  entity: 'person' | 'company';
  name: string;
  column: string;
}

/** Columns that only the sync uses, per object, beside Id and SystemModstamp. */
const systemColumns: Record<MappedObject, readonly [source: string, column: string][]> = {
  Lead: [['OwnerId', 'sfdc_owner_id']],
  Contact: [
    ['OwnerId', 'sfdc_owner_id'],
    ['AccountId', 'sfdc_account_id'],
  ],
  Account: [['OwnerId', 'sfdc_owner_id']],
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
          conflictPolicy: defaultConflictPolicy[object],
        },
      ];
    });
  const system = systemColumns[object].map(
    ([source, column]): PlanColumn => ({
      source,
      column,
      type: 'text',
      field: null,
      pushed: false,
      conflictPolicy: 'salesforce-wins',
    }),
  );
  return { version: 1, object, target: entity, columns: [...system, ...mapped] };
}
