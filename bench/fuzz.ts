/**
 * `npm run fuzz [-- --seeds 1,2,3 --examples 20]`: Schemathesis over the whole OpenAPI document of a product of its own, which
 * has played an example before. Every call bears the token of some role; every answer is held against the document. Prints
 * requests, server errors and deviations by seed and role; `docs/proof.md` keeps them.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { callerFor } from '../bin/demo/http';
import { ended } from '../bin/parts/processes';
import { ROLES } from '../domain/people/people';
import { ADMIN_TOKEN, type Product, run, runThrough, startProduct } from '../test/e2e/product';
import { makeCaller } from './fuzz/callers';
import { knownValues } from './fuzz/known';
import { settingsFor } from './fuzz/settings';
import { none, type Outcome, readReport } from './fuzz/tally';
import { findSchemathesis, type Schemathesis } from './fuzz/tool';
import { machine, say } from './timing';

const MISSING = `Schemathesis is not installed. It is a program in Python: \`pipx install schemathesis\`, \`uv tool install schemathesis\`,
or \`python3 -m venv .venv && .venv/bin/pip install schemathesis\` with \`.venv/bin\` in the PATH.`;

const { values: asked } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    examples: { type: 'string', default: '20' },
    /** `coverage` tries the bounds of every field, the same each time; `fuzzing` draws by the seed. */
    phases: { type: 'string', default: 'coverage,fuzzing' },
    example: { type: 'string', default: 'hotline' },
  },
});

async function main(): Promise<void> {
  const tool = findSchemathesis();
  if (!tool) throw new Error(MISSING);
  const folder = mkdtempSync(join(tmpdir(), 'tenure-fuzz-'));
  const product = await startProduct();
  try {
    const demo = await runThrough(run('bin/demo.ts', ['--only', asked.example], product.env));
    if (demo.code !== 0) throw new Error(`The example was not played: ${demo.output.split('\n').at(-1)}`);
    await fuzz(tool, product, folder);
  } finally {
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fuzz(tool: Schemathesis, product: Product, folder: string): Promise<void> {
  const settings = join(folder, 'schemathesis.toml');
  writeFileSync(
    settings,
    settingsFor(await knownValues(await product.get('/openapi.json'), (path) => product.get(path))),
  );
  say(`Schemathesis ${tool.version}, ${asked.examples} examples for each operation; ${machine()}`);
  say('| seed | role | requests | server errors | deviations |\n|---|---|---|---|---|');
  const complaints: string[] = [];
  for (const seed of asked.seeds.split(',').map(Number)) {
    const tokens = await tokensOf(product);
    const reports = join(folder, `seed-${seed}`);
    mkdirSync(reports);
    const given = {
      base: product.base,
      phases: asked.phases,
      seed,
      examples: Number(asked.examples),
      settings,
      folder: reports,
      tokens,
    };
    await ended(tool.run(given));
    const report = readdirSync(reports).find((name) => name.endsWith('.ndjson')) ?? 'no report';
    const outcome = await readReport(join(reports, report), tokens);
    tell(seed, outcome);
    complaints.push(...outcome.complaints, ...(await lost(product, tokens)));
  }
  for (const complaint of complaints) say(complaint);
  if (complaints.length > 0) process.exitCode = 1;
}

async function tokensOf({ base }: Product): Promise<Readonly<Record<string, string>>> {
  const admin = callerFor(base, ADMIN_TOKEN);
  const tokens: Record<string, string> = {};
  for (const role of ROLES) tokens[role] = (await makeCaller(admin, role)).token;
  return tokens;
}

/** Roles whose token did not outlive the run: what they asked since was answered with 401 alone. */
async function lost({ base }: Product, tokens: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const answers = Object.entries(tokens).map(async ([role, token]) => {
    const { status } = await fetch(`${base}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    return status === 200 ? [] : [`The token of ${role} was lost.`];
  });
  return (await Promise.all(answers)).flat();
}

function tell(seed: number, { byRole, byStatus, operations }: Outcome): void {
  const whole = none();
  for (const [role, tally] of byRole) {
    say(`| ${seed} | ${role} | ${tally.requests} | ${tally.serverErrors} | ${tally.deviations} |`);
    whole.requests += tally.requests;
    whole.serverErrors += tally.serverErrors;
    whole.deviations += tally.deviations;
  }
  say(`| ${seed} | all | ${whole.requests} | ${whole.serverErrors} | ${whole.deviations} |`);
  const statuses = [...byStatus].sort(([one], [other]) => one - other);
  const spread = statuses.map(([status, times]) => `${status}: ${times}`).join(', ');
  process.stderr.write(`seed ${seed}: ${operations.size} operations; ${spread}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
