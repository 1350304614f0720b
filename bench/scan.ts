/**
 * `npm run scan [-- --crawl 120 --module 60 --sql 900]` (seconds): two scanners that others wrote, Wapiti over the pages (as a visitor and as
 * a signed-in administrator) and sqlmap over every operation of the API, against a product of its own which has played an example
 * before. Prints what each found and our answer; ends with 1 where a finding has none. `bench/scan/finding.ts` holds the answers.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ADMIN_TOKEN, type Product, run, runThrough, startProduct } from '../test/e2e/product';
import { knownValues } from './fuzz/known';
import { answerTo, type Finding } from './scan/finding';
import { findSqlmap, tryInjections } from './scan/sqlmap';
import { sessionCookie } from './scan/session';
import { findWapiti, scanPages } from './scan/wapiti';
import { machine, say } from './timing';

const MISSING = 'Wapiti and sqlmap are programs in Python: `pipx install wapiti3` and `pipx install sqlmap`.';

const { values: asked } = parseArgs({
  options: {
    crawl: { type: 'string', default: '120' },
    module: { type: 'string', default: '60' },
    sql: { type: 'string', default: '900' },
    example: { type: 'string', default: 'hotline' },
  },
});

async function main(): Promise<void> {
  const [wapiti, sqlmap] = [findWapiti(), findSqlmap()];
  if (!wapiti || !sqlmap) throw new Error(MISSING);
  const folder = mkdtempSync(join(tmpdir(), 'tenure-scan-'));
  const product = await startProduct();
  try {
    const demo = await runThrough(run('bin/demo.ts', ['--only', asked.example], product.env));
    if (demo.code !== 0) throw new Error(`The example was not played: ${demo.output.split('\n').at(-1)}`);
    say(`Wapiti ${wapiti.version}, sqlmap ${sqlmap.version}; ${machine()}`);
    say('| scanner | as | reached | findings |\n|---|---|---|---|');
    const findings = [];
    // The visitor tries to sign in so often that nobody comes in from this address for a while.
    const cookies = { visitor: null, administrator: await sessionCookie(product.base, ADMIN_TOKEN) };
    for (const who of ['visitor', 'administrator'] as const) {
      const { pages, findings: found } = await scanPages(wapiti, pagesAs(cookies[who], product, join(folder, who)));
      say(`| Wapiti | ${who} | ${pages} pages | ${found.length} |`);
      findings.push(...found);
    }
    const { reached, operations, findings: found } = await tryInjections(sqlmap, await apiOf(product, folder));
    say(`| sqlmap | administrator | ${reached} of ${operations} operations | ${found.length} |`);
    tell([...findings, ...found]);
  } finally {
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function pagesAs(cookie: string | null, { base }: Product, folder: string) {
  mkdirSync(folder);
  return { base, cookie, folder, crawlSeconds: Number(asked.crawl), moduleSeconds: Number(asked.module) };
}

async function apiOf(product: Product, folder: string) {
  const document = await product.get('/openapi.json');
  const known = await knownValues(document, (path) => product.get(path));
  return { base: `${product.base}/api/v1`, token: ADMIN_TOKEN, folder, seconds: Number(asked.sql), document, known };
}

/** Each kind of finding once, with the places where it was found and what we say to it. */
function tell(findings: readonly Finding[]): void {
  for (const kind of new Set(findings.map(nameOf))) {
    const found = findings.filter((one) => nameOf(one) === kind);
    const open = found.filter((one) => answerTo(one) === null);
    const answers = new Set(found.flatMap((one) => answerTo(one) ?? []));
    say(`\n${kind}: ${found.length}, ${open.length} without an answer`);
    for (const answer of answers) say(`  answer: ${answer}`);
    for (const { where, said } of open) say(`  OPEN ${where}: ${said}`);
    if (open.length > 0) process.exitCode = 1;
  }
}

const nameOf = ({ tool, kind }: Finding): string => `${tool}: ${kind}`;

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
