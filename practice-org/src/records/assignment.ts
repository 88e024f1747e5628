import { holds, type Values } from './org-rules.ts';
import type { SaveContext } from './save-context.ts';

/** Gives a record to whom the first assignment rule that fits it says, when the request asks for that. */
export function assignOwner(
  { object, options }: SaveContext,
  operation: 'create' | 'update',
  values: Values,
  stored?: Values,
): void {
  const { assignment } = options;
  if (!assignment || (operation === 'update' && assignment.onlyNew)) return;
  const whole = { ...stored, ...values };
  const rule = object.meta.assignmentRules.find(
    ({ id, condition }) =>
      (!assignment.ruleId || id.slice(0, 15) === assignment.ruleId.slice(0, 15)) &&
      (condition === null || holds(condition, whole, stored)),
  );
  if (rule) values.OwnerId = rule.owner_id;
}
