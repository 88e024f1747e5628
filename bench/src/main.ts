import { Command, InvalidArgumentError } from 'commander';
import { runBench } from './bench.ts';
import { runGrowth } from './growth.ts';
import { growthReport, report } from './report.ts';

interface Flags {
  leads: number;
  json?: boolean;
  growth?: boolean;
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
  .option('--growth', 'only this: the same 10,000 changes with a tenth, three tenths and all of the leads')
  .option('--profile <folder>', "write the server's CPU profile and PostgreSQL's slow plans here; slows the run down")
  .parse()
  .opts<Flags>();

const asked = Promise.withResolvers<never>();
asked.promise.catch(() => {});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => asked.reject(new Error(`stopped by ${signal}`)));
}

const options = { ...flags, say: (line: string) => process.stderr.write(`${line}\n`) };

try {
  const [result, text] = flags.growth ? await growth() : await all();
  process.stdout.write(flags.json ? `${JSON.stringify(result)}\n` : `${text}\n`);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  // Whatever was interrupted may still wait for an answer that will not come.
  process.exit(1);
}

async function all(): Promise<[object, string]> {
  const result = await runBench(options, asked.promise);
  return [result, report(result)];
}

async function growth(): Promise<[object, string]> {
  const result = await runGrowth(options, asked.promise);
  return [result, growthReport(result)];
}

function atLeast1000(text: string): number {
  const leads = Number(text);
  if (!/^\d+$/.test(text) || leads < 1000) throw new InvalidArgumentError('A whole number from 1000 on.');
  return leads;
}
