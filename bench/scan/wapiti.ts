import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Finding } from './finding';
import { findTool, type Tool } from './run-tool';

/** All that need neither a server of their own outside nor a list of guessed passwords. */
const MODULES = [
  ...['cookieflags', 'csp', 'crlf', 'csrf', 'exec', 'file', 'htaccess', 'http_headers', 'ldap', 'methods'],
  ...['permanentxss', 'redirect', 'shellshock', 'spring4shell', 'sql', 'timesql', 'upload', 'xss', 'backup'],
];
/** Pages on which the scanner would end its own session. */
const LEFT_OUT = ['/sign-out', '/sign-in', '/security'];

const Found = z.looseObject({
  method: z.string(),
  path: z.string(),
  parameter: z.string().nullish(),
  info: z.string(),
});
const Category = z.record(z.string(), z.array(Found));
const Report = z.looseObject({
  vulnerabilities: Category,
  anomalies: Category,
  additionals: Category,
  infos: z.looseObject({ crawled_pages_nbr: z.number() }),
});

export interface WapitiRun {
  readonly base: string;
  /** None for a visitor who has not signed in. */
  readonly cookie: string | null;
  readonly folder: string;
  readonly crawlSeconds: number;
  readonly moduleSeconds: number;
}

export const findWapiti = (): Tool | null => findTool('wapiti', [['wapiti'], ['uvx', '--from', 'wapiti3', 'wapiti']]);

export async function scanPages(tool: Tool, run: WapitiRun): Promise<{ pages: number; findings: Finding[] }> {
  const report = join(run.folder, 'wapiti.json');
  await tool.run(argumentsFor(run, report), run.folder);
  const { infos, ...categories } = Report.parse(JSON.parse(readFileSync(report, 'utf8')));
  const findings = [categories.vulnerabilities, categories.anomalies, categories.additionals]
    .flatMap((category) => Object.entries(category))
    .flatMap(([kind, found]) => found.map((one) => ({ tool: tool.name, kind, where: whereOf(one), said: one.info })));
  return { pages: infos.crawled_pages_nbr, findings };
}

const whereOf = ({ method, path, parameter }: z.infer<typeof Found>): string =>
  `${method} ${path}${parameter ? ` (${parameter})` : ''}`;

const argumentsFor = ({ base, cookie, folder, ...limits }: WapitiRun, report: string): readonly string[] => [
  ...['--url', `${base}/`, '--scope', 'folder', '--module', MODULES.join(',')],
  ...(cookie === null
    ? []
    : ['--cookie-value', cookie, ...LEFT_OUT.flatMap((path) => ['--exclude', `${base}${path}`])]),
  ...['--max-scan-time', String(limits.crawlSeconds), '--max-attack-time', String(limits.moduleSeconds)],
  ...['--format', 'json', '--output', report, '--store-session', join(folder, 'session')],
  ...['--store-config', join(folder, 'config'), '--no-bugreport', '--flush-session', '--tasks', '1', '--verbose', '0'],
];
