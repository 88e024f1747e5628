#!/usr/bin/env node
// Plain JavaScript for any Node: Lockstep itself needs Node 24, which npm installed next to it as the package `node`, and flags.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeFlags } from './node-flags.js';

const neededMajor = 24;
const here = dirname(realpathSync(fileURLToPath(import.meta.url)));
const main = join(here, '../src/main.ts');

const isNewEnough = Number(process.versions.node.split('.')[0]) >= neededMajor;
runWith(isNewEnough ? process.execPath : (findPinnedNode(here) ?? complain()));

/** `node_modules/node/bin/node` of this folder or the nearest one above it. */
function findPinnedNode(folder) {
  const candidate = join(folder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(candidate)) return candidate;
  const above = dirname(folder);
  return above === folder ? undefined : findPinnedNode(above);
}

function complain() {
  console.error(
    `Lockstep needs Node ${neededMajor}; this is ${process.version}. Run "npm install" in its folder first.`,
  );
  process.exit(1);
}

/** Passes on arguments, input, output, signals and the exit code. The channel tells the child when this process dies. */
function runWith(node) {
  const child = spawn(node, [...nodeFlags, main, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // Hundreds of modules, compiled once and not by each command; kept where nobody else may write, since it is run.
    env: { NODE_COMPILE_CACHE: join(here, '../node_modules/.cache/compiled'), ...process.env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
