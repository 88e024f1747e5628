import type { ProofView } from '@lockstep/contract/sync.ts';
import { commandLine, recordAudit } from '../auth/audit.ts';
import { LockstepError } from '../errors.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { readLastProof } from '../sync/verify/proofs.ts';
import type { Verification } from '../sync/verify/verification.ts';
import { verify } from '../sync/verify/verify.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

export const addVerify: AddCommand = (program, cli) => {
  program
    .command('verify')
    .description('compare both sides record by record and field by field; exits 1 when they differ')
    .option('--repair', 'settle what is found, and compare again')
    .option('--last', 'show the newest comparison instead of making one')
    .action(
      cli.action(async ({ repair = false, last }: { repair?: boolean; last?: boolean }) => {
        const report = await cli.withContext('verify', async ({ engine, pool }) => {
          const subscription = await openSubscription(pool);
          if (last) return lastOf(await inSubscription(pool, subscription, readLastProof));
          if (repair) await recordAudit(pool, { ...commandLine, action: 'sync/repaired' });
          return verify(engine, subscription, { repair });
        });
        cli.answer(report, () => describeVerification(report));
        if (!report.equal) cli.exitCode = 1;
      }),
    );
};

function lastOf(proof: ProofView | null): Verification {
  if (!proof) throw new LockstepError('request/not-found', 'Both sides were never compared yet: lockstep verify.');
  return proof as Verification;
}

export function describeVerification(report: Verification): string {
  const lines = [
    report.differences === 0
      ? `Equal: ${report.compared} of ${report.compared} records are the same on both sides.`
      : `${report.differences} differences in ${report.compared} records: ${Object.entries(report.byReason)
          .map(([reason, count]) => `${count} ${reason}`)
          .join(', ')}.`,
    ...report.notCompared.map(
      ({ object, message, detail, action }) => `Not compared: ${object}. ${message} ${detail} What to do: ${action}`,
    ),
    ...(report.repair ? [describeRepair(report.repair)] : []),
    '',
    table(
      ['object', 'in Salesforce', 'here', 'differences'],
      report.objects.map((o) => [o.object, o.inSalesforce, o.here, o.differences]),
    ),
  ];
  if (report.samples.length > 0) {
    lines.push(
      '',
      table(
        ['object', 'Salesforce id', 'what', 'field', 'here', 'in Salesforce', 'why'],
        report.samples.map((d) => [d.object, d.sfdcId, d.kind, d.field, d.here, d.there, d.reason]),
      ),
    );
  }
  return lines.join('\n');
}

function describeRepair({ read, flagged, pushed }: NonNullable<Verification['repair']>): string {
  const what = [
    `${read} records read again`,
    `${flagged} flagged as deleted`,
    ...(pushed ? ['pending changes pushed'] : []),
  ];
  return `Repaired: ${what.join(', ')}; this is what was found after it.`;
}
