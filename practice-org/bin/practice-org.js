#!/usr/bin/env node
// Starts the command with its flags, and with the Node this project pins when the machine's own is too old for TypeScript.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeFlags } from './node-flags.js';

const here = dirname(fileURLToPath(import.meta.url));
const command = join(here, 'practice-org.ts');

const node = Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : findPinnedNode(here);
// The channel tells the child when this process dies.
const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
const child = spawn(node, [...nodeFlags, command, ...process.argv.slice(2)], { stdio });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)));

function findPinnedNode(start) {
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(candidate)) return candidate;
  }
  throw new Error('Node 24 is needed. Run npm install in the project first: it brings its own.');
}
