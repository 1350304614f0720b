import { build, transform } from 'esbuild';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { compiledTemplate } from '../../templates/compiler';
import { sentenceOf } from './failure';
import { OWN_PROGRAMS, type Programs, ROOT } from './programs';
import { keepBundle } from './workflow-bundle';

/** What programs are made of, and what they read beside their code. */
const FOLDERS = ['activities', 'api', 'bin', 'codec', 'db', 'domain', 'templates', 'web', 'workflows'];

const TARGET = `node${process.versions.node.split('.')[0] ?? ''}`;

/**
 * Compiles the product below `root` into `dist`, into a folder named after what was compiled, and answers the folder; what has
 * been compiled before is used again. Compiled programs need no compiler and no source maps in their memory.
 */
export async function compileProduct(root: string): Promise<string> {
  const files = filesOf(root);
  const folder = join(root, 'dist', hashOf(root, files));
  if (!existsSync(folder)) await compileTo(folder, root, files);
  // Where it stands: its paths are in it, and releases are told from each other by what is left without them.
  await keepBundle(folder);
  return folder;
}

async function compileTo(folder: string, root: string, files: readonly string[]): Promise<void> {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const unfinished = mkdtempSync(join(root, 'dist', 'part-'));
  try {
    await compileInto(unfinished, root, files);
    move(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function filesOf(root: string): readonly string[] {
  const inside = FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
  );
  return [...readdirSync(root).filter((name) => name.endsWith('.ts')), ...inside].sort();
}

function hashOf(root: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  // The versions of what compiles are pinned there: a mended compiler compiles anew.
  const pinned = ['package.json'].filter((file) => existsSync(join(root, file)));
  for (const file of [...pinned, ...files]) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

async function compileInto(folder: string, root: string, files: readonly string[]): Promise<void> {
  await build({
    entryPoints: programsOf(files).map(({ from, to }) => ({ in: join(root, from), out: to })),
    outdir: folder,
    format: 'cjs',
    platform: 'node',
    target: TARGET,
    logLevel: 'silent',
  });
  const beside = files.filter((file) => !file.endsWith('.ts'));
  for (const file of beside) mkdirSync(dirname(join(folder, file)), { recursive: true });
  for (const file of beside.filter((name) => !isTemplate(name))) copyFileSync(join(root, file), join(folder, file));
  await compileTemplates(folder, root, beside.filter(isTemplate));
}

/** The compiled product has its templates compiled, and what would compile them from their texts is left out. */
const FROM_TEXTS = 'templates/specs.ts';
const FROM_COMPILED = 'templates/specs-compiled.ts';

const programsOf = (files: readonly string[]): readonly { readonly from: string; readonly to: string }[] =>
  files
    .filter((file) => file.endsWith('.ts') && file !== FROM_TEXTS)
    .map((from) => ({ from, to: (from === FROM_COMPILED ? FROM_TEXTS : from).slice(0, -'.ts'.length) }));

const isTemplate = (file: string): boolean => /^templates\/.+\.(html|text)\.hbs$/.test(file);

/** Each template a module, packed: most of what the compiler writes is the same in all of them. */
async function compileTemplates(folder: string, root: string, files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  await Promise.all(
    files.map(async (file) => {
      const text = `module.exports = ${compiledTemplate(file, readFileSync(join(root, file), 'utf8'))};`;
      const { code } = await transform(text, { minify: true, target: TARGET });
      writeFileSync(join(folder, file.replace(/\.hbs$/, '.js')), code);
    }),
  );
}

/** Another start may have been faster. */
function move(unfinished: string, folder: string): void {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

/** Compiled where the repository can be written to, which takes a third of the memory away; otherwise as they are. */
export async function compiledPrograms(report: (line: string) => void): Promise<Programs> {
  try {
    const folder = await compileProduct(ROOT);
    return { pathOf: (program) => join(folder, `${program}.js`), flags: [] };
  } catch (error) {
    report(`running from source: ${sentenceOf(error)}`);
    return OWN_PROGRAMS;
  }
}
