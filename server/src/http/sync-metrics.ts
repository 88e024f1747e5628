import { Gauge, type Registry } from 'prom-client';
import type { Pool } from '../postgres/pool.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { readLastProof } from '../sync/verify/proofs.ts';

/** Numbers of the sync, read from the database when Prometheus asks (OPS-5). Before the first proof there are none. */
export function measureSync(registry: Registry, pool: Pool): void {
  const lastProof = async () => inSubscription(pool, await openSubscription(pool), readLastProof);
  const registers = [registry];
  new Gauge({
    name: 'lockstep_verify_differences',
    help: 'Differences that the newest comparison of both sides found, by reason; a defect should never be there.',
    labelNames: ['reason'],
    registers,
    async collect() {
      this.reset();
      const proof = await lastProof();
      for (const [reason, count] of Object.entries({ defect: 0, ...proof?.byReason })) this.set({ reason }, count);
    },
  });
  new Gauge({
    name: 'lockstep_verify_timestamp_seconds',
    help: 'When both sides were last compared; 0 before the first time.',
    registers,
    async collect() {
      this.set(Date.parse((await lastProof())?.at ?? '1970-01-01') / 1000);
    },
  });
}
