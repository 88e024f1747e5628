import { openSubscription } from '../subscription/subscription.ts';
import { type Verification, verify } from '../sync/verify/verify.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

export const addVerify: AddCommand = (program, cli) => {
  program
    .command('verify')
    .description('compare both sides record by record and field by field; exits 1 when they differ')
    .action(
      cli.action(async () => {
        const report = await cli.withContext('verify', async ({ engine, pool }) =>
          verify(engine, await openSubscription(pool)),
        );
        cli.answer(report, () => describeVerification(report));
        if (!report.equal) cli.exitCode = 1;
      }),
    );
};

export function describeVerification(report: Verification): string {
  const lines = [
    report.equal
      ? `Equal: ${report.compared} of ${report.compared} records are the same on both sides.`
      : `${report.differences} differences in ${report.compared} records: ${Object.entries(report.byReason)
          .map(([reason, count]) => `${count} ${reason}`)
          .join(', ')}.`,
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
