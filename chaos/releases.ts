import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartFailure } from '../bin/parts/failure';
import { prepareDatabase } from '../bin/parts/product';
import { ROOT } from '../bin/parts/programs';
import { chaosPrograms, programsIn } from './build';
import { DEPLOYMENT, type ReleaseName, type ReleasePair } from './stage/releases';

const run = promisify(execFile);
const COMPILE_MS = 180_000;

/**
 * The release that is here, and one before it: what a revision of the repository was, or, where none is named, the same sources as
 * another build, for which the migrations run once more and find nothing to do.
 */
export async function releasePair(revision?: string): Promise<ReleasePair> {
  const present = await chaosPrograms();
  const prepare = async (url: string, token: string): Promise<void> => {
    await prepareDatabase(url, token);
  };
  const newer = { programs: present, settings: settingsOf('newer'), prepare, preparesAgain: true };
  if (revision === undefined) return { older: { ...newer, settings: settingsOf('older') }, newer };
  const folder = await compiledRevision(revision);
  const held = newMarks(folder, dirname(present.pathOf('worker')));
  const hold = held.length > 0 ? { TENURE_HOLD_CHANGES: held.join(',') } : {};
  return {
    older: {
      programs: await programsIn(folder),
      settings: settingsOf('older'),
      prepare: (url, token) => prepareBy(folder, url, token),
      preparesAgain: readFileSync(join(folder, 'db', 'migrate.js'), 'utf8').includes('disableMigrationsListValidation'),
    },
    newer: { ...newer, settings: { ...newer.settings, ...hold } },
  };
}

const settingsOf = (name: ReleaseName) => ({ TENURE_DEPLOYMENT: DEPLOYMENT, TENURE_BUILD_ID: name });

/** Below `dist`, so that it finds the libraries of this release. */
async function compiledRevision(revision: string): Promise<string> {
  const { stdout } = await run('git', ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`], {
    cwd: ROOT,
  }).catch(() => {
    throw new StartFailure(`There is no revision ${revision} here (a shallow clone has few of them).`);
  });
  const sources = join(ROOT, 'dist', 'chaos', 'releases', stdout.trim().slice(0, 12));
  if (!existsSync(join(sources, 'package.json'))) {
    mkdirSync(sources, { recursive: true });
    await run('sh', ['-c', 'git archive "$1" | tar -x -C "$2"', 'sh', stdout.trim(), sources], { cwd: ROOT });
  }
  const compiled = await run(process.execPath, ['--import', 'tsx', 'bin/compile.ts'], {
    ...{ cwd: sources, timeout: COMPILE_MS },
  });
  return compiled.stdout.trim();
}

/** By its own code: it makes the schema that it knows, and must not be put off by one that is further on. */
async function prepareBy(folder: string, url: string, token: string): Promise<void> {
  const script = `require(process.env.PRODUCT).prepareDatabase(process.env.URL, process.env.TOKEN)
    .catch((error) => { console.error(error.message); process.exit(1); })`;
  const env = { ...process.env, PRODUCT: join(folder, 'bin', 'parts', 'product.js'), URL: url, TOKEN: token };
  await run(process.execPath, ['-e', script], { cwd: ROOT, env }).catch((error: unknown) => {
    throw new StartFailure(`The older release could not prepare the schema: ${String(error).slice(-500)}`);
  });
}

/** Changes of stories that the older release does not know: nobody goes back over one that was taken. */
function newMarks(older: string, newer: string): readonly string[] {
  const known = marksIn(older);
  return [...marksIn(newer)].filter((mark) => !known.has(mark));
}

function marksIn(folder: string): ReadonlySet<string> {
  const stories = join(folder, 'workflows');
  const files = readdirSync(stories, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  const texts = files.map((name) => readFileSync(join(stories, name), 'utf8'));
  return new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/(?:patched\)?|\.has)\("([a-z-]+)"\)/g)].flatMap(([, mark]) => mark ?? []),
    ),
  );
}
