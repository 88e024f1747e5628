import type { ProofView } from '@lockstep/contract/sync.ts';
import { asLockstepError } from '../../errors.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import { isoTime } from '../../postgres/types.ts';
import { type Notice, settleNotices } from '../../subscription/notifications.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { told } from '../../told.ts';
import type { Engine } from '../engine.ts';
import type { Verification, VerifyOptions } from './verification.ts';

/** Older proofs are forgotten. */
const keptProofs = 100;

/** Keeps what a comparison found, or why it could not be made. */
export async function onRecord(
  { pool }: Engine,
  subscription: Subscription,
  { repair, scheduled }: VerifyOptions,
  compare: () => Promise<Verification>,
): Promise<Verification> {
  const within = <T>(work: (client: Client) => Promise<T>) => inSubscription(pool, subscription, work);
  const id = await within(async (client) => {
    await client.query(
      sql`delete from verification where id <= (select max(id) from verification) - ${keptProofs}::int`,
    );
    const { rows } = await client.query<{ id: number }>(sql`
      insert into verification (scheduled, repaired) values (${scheduled ?? false}, ${repair ?? false}) returning id`);
    return rows[0]?.id;
  });
  const end = (report: Verification | null, code: string | null) =>
    within((client) =>
      client.query(sql`
        update verification set ended_at = clock_timestamp(), report = ${JSON.stringify(report)}::jsonb, error_code = ${code}
         where id = ${id}`),
    );
  try {
    const report = await compare();
    await end(report, null);
    await within((client) => settleNotices(client, ['defect'], defectsOf(report)));
    return report;
  } catch (error) {
    await end(null, asLockstepError(error).code);
    throw error;
  }
}

/** A difference without a reason should never be there: administrators are told until a proof finds none (OPS-4). */
function defectsOf({ byReason, compared }: Verification): Notice[] {
  const defects = byReason.defect ?? 0;
  if (defects === 0) return [];
  return [
    {
      kind: 'defect',
      subject: 'both sides',
      message: [told`${defects} differences between both sides have no reason, in ${compared} records.`],
      action: [
        told`Let them be settled (lockstep verify --repair), and report it with what lockstep verify --last shows.`,
      ],
    },
  ];
}

/** The newest proof that came to its end; null before the first. */
export async function readLastProof(client: Client): Promise<ProofView | null> {
  const { rows } = await client.query(`
    select ended_at, scheduled, report from verification where report <> 'null' order by id desc limit 1`);
  const [proof] = rows;
  const at = isoTime(proof?.ended_at ?? null);
  return proof && at ? { at, scheduled: proof.scheduled, notCompared: [], ...proof.report } : null;
}

/** Whether a comparison that is made every so many hours should be made now. */
export async function isProofDue(client: Client, hours: number): Promise<boolean> {
  if (hours === 0) return false;
  const { rows } = await client.query<{ due: boolean }>(sql`
    select not exists (select from verification
                        where started_at > now() - make_interval(hours => ${hours}::int)) as due`);
  return rows[0]?.due ?? false;
}
