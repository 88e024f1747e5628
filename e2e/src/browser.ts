import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** In one process a second page can block the first for good; and our pages are to be judged as strictly as by any browser. */
const unwanted = new Set(['--single-process', '--disable-web-security', '--allow-running-insecure-content']);

/** The Chromium that came with npm: it needs no download and nothing installed. It talks to nobody but our pages. */
export async function openBrowser(): Promise<Browser> {
  chromium.setGraphicsMode = false; // The emulated graphics card is what pages here waited for most.
  return await playwright.launch({
    executablePath: await unpackedChromium(),
    args: [
      ...chromium.args.filter((arg) => !unwanted.has(arg)),
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
    headless: true,
  });
}

/**
 * Unpacks Chromium once for each user of the machine. The package itself unpacks to /tmp/chromium for its user alone, where
 * another user can't start it, and a second process finds it half written.
 */
async function unpackedChromium(): Promise<string> {
  const folder = join(tmpdir(), `lockstep-chromium-${process.getuid?.() ?? 'user'}`);
  if (!existsSync(folder)) await unpackTo(folder);
  return join(folder, 'chromium');
}

async function unpackTo(folder: string): Promise<void> {
  const making = mkdtempSync(`${folder}-`);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = making;
  try {
    await chromium.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  try {
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true });
    if (!existsSync(folder)) throw error; // Otherwise another process was faster.
  }
}
