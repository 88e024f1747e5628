import { Command, InvalidArgumentError } from 'commander';
import { runBench } from './bench.ts';
import { report } from './report.ts';

interface Flags {
  leads: number;
  json?: boolean;
  profile?: string;
}

const flags = new Command('bench')
  .description('Measures Lockstep against what the database can load and what a plain script does, side by side.')
  .option(
    '--leads <n>',
    'leads in the practice org; half as many contacts, a tenth as many accounts',
    atLeast1000,
    200_000,
  )
  .option('--json', 'print one JSON document on stdout; progress goes to stderr')
  .option('--profile <folder>', "write the server's CPU profile and PostgreSQL's slow plans here; slows the run down")
  .parse()
  .opts<Flags>();

const asked = Promise.withResolvers<never>();
asked.promise.catch(() => {});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => asked.reject(new Error(`stopped by ${signal}`)));
}

try {
  const result = await runBench({ ...flags, say: (line) => process.stderr.write(`${line}\n`) }, asked.promise);
  process.stdout.write(flags.json ? `${JSON.stringify(result)}\n` : `${report(result)}\n`);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  // Whatever was interrupted may still wait for an answer that will not come.
  process.exit(1);
}

function atLeast1000(text: string): number {
  const leads = Number(text);
  if (!/^\d+$/.test(text) || leads < 1000) throw new InvalidArgumentError('A whole number from 1000 on.');
  return leads;
}
