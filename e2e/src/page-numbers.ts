import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { newWindow, openOwnStack } from './own-stack.ts';

/**
 * `npm run page-numbers -- --leads 200000`: how heavy the pages are and how soon they show what they are for; kept in
 * docs/page-numbers.md. Each page is opened in a new window with nothing cached, three times; the middle one counts.
 */

const dist = join(import.meta.dirname, '../../web/dist');
const document = join(import.meta.dirname, '../../docs/page-numbers.md');
const rounds = 3;

interface Numbers {
  scriptBytes: number;
  /** Milliseconds since the navigation began. */
  firstPaint: number;
  shown: number;
  /** Cumulative layout shift: 0 is none, below 0.1 is good (web.dev/articles/cls). */
  shift: number;
  /** The slowest call of the API that the page made, in milliseconds. */
  slowestCall: number;
}

interface Visit {
  name: string;
  path: string;
  /** What the page is for; it is shown when this is. */
  shows: (page: Page) => Promise<void>;
}

const text = (value: string | RegExp) => (page: Page) => page.getByText(value).first().waitFor();

async function measurePages(leads: number): Promise<string> {
  await using own = await openOwnStack(leads);
  const { stack, browser, page, admin } = own;
  const signedIn = await page.context().storageState();
  const { people } = await admin.get<{ people: { id: number }[] }>('/admin/people?search=bertha');
  const visits: Visit[] = [
    { name: 'people', path: '/database/people', shows: text(/@/) },
    { name: 'people, searched', path: '/database/people?search=anna', shows: text(/anna/i) },
    { name: 'person', path: `/database/people/${people[0]?.id}`, shows: text('Bertha') },
    { name: 'companies', path: '/database/companies', shows: text(/Pyramid|GenePoint|Edge/) },
    { name: 'sync status', path: '/salesforce/sync-status', shows: text(/Pull updates/) },
    { name: 'field mappings', path: '/salesforce/field-mappings', shows: text('Email') },
  ];
  const rows = [
    await median(async () => {
      const visitor = await newWindow(browser);
      return measure(visitor, stack.url, {
        name: '',
        path: '/',
        shows: (p) => p.getByRole('button').first().waitFor(),
      });
    }, 'sign in (the first page)'),
  ];
  for (const visit of visits) {
    const run = async () => {
      const context = await browser.newContext({ storageState: signedIn, locale: 'en-GB' });
      return measure(await context.newPage(), stack.url, visit);
    };
    rows.push(await median(run, visit.name));
  }
  return rows.join('\n');
}

async function measure(page: Page, url: string, { path, shows }: Visit): Promise<Numbers> {
  await page.addInitScript(() => {
    const shifts = { total: 0 };
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.total += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift' as never, buffered: true });
  });
  await page.goto(url + path);
  await shows(page);
  const shown = await page.evaluate(() => performance.now());
  await page.waitForLoadState('networkidle');
  const seen = await page.evaluate(() => {
    const resources = performance.getEntriesByType('resource');
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    return {
      scripts: resources.map(({ name }) => new URL(name).pathname).filter((name) => name.endsWith('.js')),
      firstPaint: paint?.startTime ?? 0,
      shift: (globalThis as unknown as { shifts: { total: number } }).shifts.total,
      calls: resources.filter(({ name }) => new URL(name).pathname.startsWith('/admin/')).map((r) => r.duration),
    };
  });
  await page.context().close();
  return {
    scriptBytes: seen.scripts.reduce((sum, name) => sum + statSync(join(dist, `${name}.gz`)).size, 0),
    firstPaint: seen.firstPaint,
    shown,
    shift: seen.shift,
    slowestCall: Math.max(0, ...seen.calls),
  };
}

async function median(run: () => Promise<Numbers>, name: string): Promise<string> {
  const all: Numbers[] = [];
  for (let round = 0; round < rounds; round++) all.push(await run());
  const middle = (of: (n: Numbers) => number) => all.map(of).sort((a, b) => a - b)[1] ?? 0;
  const ms = (value: number) => `${Math.round(value)} ms`;
  const line = `| ${name} | ${Math.round(middle((n) => n.scriptBytes) / 1000)} kB | ${ms(middle((n) => n.firstPaint))} | ${ms(middle((n) => n.shown))} | ${ms(middle((n) => n.slowestCall))} | ${middle((n) => n.shift).toFixed(3)} |`;
  process.stderr.write(`${line}\n`);
  return line;
}

const { values } = parseArgs({ options: { leads: { type: 'string', default: '200000' } } });
const table = await measurePages(Number(values.leads));
const before = readFileSync(document, 'utf8').split('<!-- numbers -->')[0];
const when = new Date().toISOString().slice(0, 10);
writeFileSync(
  document,
  `${before}<!-- numbers -->

${Number(values.leads).toLocaleString('en')} leads and half as many contacts, ${cpus().length} cores, ${when}.

| page | script (gzip) | first paint | shown | slowest call | layout shift |
| ---- | ------------: | ----------: | ----: | -----------: | -----------: |
${table}
`,
);
