import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

/** Ways to call it, the shortest first; the last two fetch it. */
const WAYS = [
  ['schemathesis'],
  ['python3', '-m', 'schemathesis.cli'],
  ['uvx', 'schemathesis'],
  ['pipx', 'run', 'schemathesis'],
] as const;

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
];

export interface Schemathesis {
  readonly version: string;
  readonly run: (given: Run) => ChildProcess;
}

export interface Run {
  readonly base: string;
  readonly seed: number;
  readonly examples: number;
  readonly phases: string;
  /** Its settings, and the folder that its report goes to. */
  readonly settings: string;
  readonly folder: string;
  readonly tokens: Readonly<Record<string, string>>;
}

/** Schemathesis as it is installed here; null where it is not. */
export function findSchemathesis(): Schemathesis | null {
  for (const [program, ...before] of WAYS) {
    const { status, stdout } = spawnSync(program, [...before, '--version'], { encoding: 'utf8' });
    if (status !== 0) continue;
    const run = (given: Run): ChildProcess =>
      spawn(program, [...before, ...argumentsFor(given)], {
        cwd: given.folder,
        env: { ...process.env, FUZZ_TOKENS: JSON.stringify(given.tokens), FUZZ_SEED: String(given.seed) },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    return { version: /[\d.]+/.exec(stdout)?.[0] ?? 'of unknown version', run };
  }
  return null;
}

const argumentsFor = ({ base, seed, examples, phases, settings, folder }: Run): readonly string[] => [
  ...['--config-file', settings, 'run', `${base}/api/v1/openapi.json`],
  ...['--phases', phases, '--checks', CHECKS.join(',')],
  ...['--seed', String(seed), '--max-examples', String(examples), '--generation-database', 'none'],
  // Other work shares the machine, and the product has to meet everything, not only until the first failure.
  ...['--workers', '1', '--request-timeout', '60', '--continue-on-failure', '--no-shrink'],
  ...['--suppress-health-check', 'all', '--warnings', 'off'],
  ...['--report', 'ndjson', '--report-dir', folder, '--output-sanitize', 'false', '--output-truncate', 'false'],
];
