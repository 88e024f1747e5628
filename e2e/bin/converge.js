#!/usr/bin/env node
// npm run converge -- --runs 100 --seed 7: more histories of e2e/src/converge than the fixed ones of npm test.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '50' }, seed: { type: 'string' } } });
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
console.log(`${values.runs} histories with seed ${seed}`);
const child = spawn('vitest', ['run', '--reporter=verbose', 'e2e/src/converge'], {
  stdio: 'inherit',
  env: { ...process.env, CONVERGE_RUNS: values.runs, CONVERGE_SEED: seed },
});
child.on('exit', (code) => process.exit(code ?? 1));
