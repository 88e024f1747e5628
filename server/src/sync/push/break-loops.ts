import type { LoadPlan } from '../../mapping/load-plan.ts';
import { activityType, pushedColumns } from '../../mapping/render-pull.ts';
import { literal } from '../../postgres/quoting.ts';
import { raiseNotices } from '../../subscription/notifications.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { told } from '../../told.ts';
import { noteRefusals } from '../record-refusals.ts';
import type { Push } from './push.ts';

/** A field that both sides changed this often, within this time, is a loop of two automations and not work. */
const bounces = 5;
const withinMinutes = 60;

export const loopCode = 'FIELD_LOOP';

/**
 * Stops pushing fields that both sides keep changing back (field.md 36): each is an error of its person, and other fields go
 * on. Salesforce's value is still taken over by the rules; a retry of errors lets the field go again.
 */
export async function breakLoops({ engine, subscription, plan }: Push): Promise<void> {
  await inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query<{ personId: number; sfdcId: string; field: string }>(renderFindLoops(plan));
    await noteRefusals(
      client,
      plan.object,
      rows.map(({ personId, sfdcId, field }) => ({
        personId,
        sfdcId,
        code: loopCode,
        message:
          `Both sides changed ${field} at least ${bounces} times within ${withinMinutes} minutes: it is not pushed any more. Find the ` +
          'automation that changes it back, then retry.',
        fields: [field],
      })),
    );
    await raiseNotices(
      client,
      [...new Set(rows.map(({ field }) => field))].map((field) => ({
        kind: 'loop',
        subject: `${plan.object}, ${field}`,
        message: [
          told`${plan.object}, ${field}: two automations undo each other's changes. It is not pushed any more for the people concerned.`,
        ],
        action: [told`See the errors with the code FIELD_LOOP; end one of the two automations, then retry the errors.`],
      })),
    );
  });
}

/** Counted in the log of the person, which has both sides' changes. */
function renderFindLoops(plan: LoadPlan): string {
  const ids = pushedColumns(plan).map((c) => c.field?.id);
  return `
with due as materialized (
  select c.person_id, c.field_id, f.name
    from pending_change c
    join person p on p.id = c.person_id and p.sfdc_type = ${literal(plan.object)}
    join field f on f.id = c.field_id
   where c.field_id in (${ids.join(', ')})
), found as (
  insert into field_loop (person_id, field_id)
  select person_id, field_id
    from due
   where (select least(count(*) filter (where a.source = 'salesforce'), count(*) filter (where a.source <> 'salesforce'))
            from activity a
           where a.person_id = due.person_id and a.type_id = ${activityType.changeDataValue} and a.field = due.name
             and a.at > now() - interval '${withinMinutes} minutes') >= ${bounces}
  on conflict do nothing
  returning person_id, field_id
)
select p.id as "personId", p.sfdc_id as "sfdcId", f.label as field
  from found join person p on p.id = person_id join field f on f.id = field_id`;
}
