import type { ObjectMeta } from '../metadata/metadata.ts';

import { ProfileView } from '../metadata/profile-view.ts';
import { computedExpression } from '../schema/computed-fields.ts';
import { loadDescribes } from '../schema/describe-data.ts';
import { columnType } from '../schema/object-tables.ts';

/** The objects of a new org as an administrator sees them, without a database. */
export function testView(): ProfileView {
  const objects = new Map<string, ObjectMeta>();
  for (const { fields, ...describe } of loadDescribes()) {
    objects.set(describe.name.toLowerCase(), {
      name: describe.name,
      describe,
      fields: fields.map((field) => ({
        name: field.name,
        describe: field,
        required: false,
        columnType: columnType(describe.name, field),
        expression: computedExpression(describe.name, field.name),
      })),
      validationRules: [],
      beforeSaveRules: [],
      assignmentRules: [],
      duplicateRules: [],
      recordTypes: [],
    });
  }
  return new ProfileView({ version: 1, changedAt: new Date(0), objects, permissions: new Map() }, undefined);
}
