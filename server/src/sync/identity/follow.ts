import type { LockstepError } from '../../errors.ts';
import type { Client } from '../../postgres/pool.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { runStep, type StepContext } from '../step.ts';
import { followConversions } from './conversions.ts';
import { followMerges, mergesToFollow } from './merges.ts';

/** Conversions that the pull of leads brought; before contacts are pulled, so that no contact becomes a second person. */
export function followLeadConversions(context: StepContext): Promise<LockstepError | null> {
  return follow(
    context,
    'Lead',
    'Pull conversions',
    (client) => followConversions(client),
    `
    select from person where sfdc_type = 'Lead' and sfdc_converted_contact_id is not null and sfdc_is_deleted is not true`,
  );
}

/** Merges that the pull of deletes brought; after leads and contacts are pulled, so that the winners are here. */
export function followPeopleMerges(context: StepContext): Promise<LockstepError | null> {
  return follow(context, 'Person', 'Pull merges', followMerges, mergesToFollow);
}

/** A step only where there is something to do; batch by batch, each its own transaction. */
async function follow(
  context: StepContext,
  object: string,
  operation: 'Pull conversions' | 'Pull merges',
  batch: (client: Client) => Promise<number>,
  pending: string,
): Promise<LockstepError | null> {
  const { engine, subscription } = context;
  const run = <T>(work: (client: Client) => Promise<T>) => inSubscription(engine.pool, subscription, work);
  const { rows } = await run((client) => client.query(`select exists (${pending}) as found`));
  if (!rows[0].found) return null;
  return runStep(context, object, operation, async (progress) => {
    for (let done = 0; ; ) {
      const people = await run(batch);
      if (people === 0) return;
      done += people;
      progress.count({ updated: people });
      await progress.report(done, null);
    }
  });
}
