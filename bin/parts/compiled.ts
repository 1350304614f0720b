import { build } from 'esbuild';
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
} from 'node:fs';
import { dirname, join } from 'node:path';
import { sentenceOf } from './failure';
import { OWN_PROGRAMS, type Programs, ROOT } from './programs';

/** What programs are made of, and what they read beside their code. */
const FOLDERS = ['activities', 'api', 'bin', 'codec', 'db', 'domain', 'templates', 'web', 'workflows'];

/**
 * Compiles the product below `root` into `dist`, into a folder named after what was compiled, and answers the folder; what has
 * been compiled before is used again. Compiled programs need no compiler and no source maps in their memory.
 */
export async function compileProduct(root: string): Promise<string> {
  const files = filesOf(root);
  const folder = join(root, 'dist', hashOf(root, files));
  if (existsSync(folder)) return folder;
  mkdirSync(join(root, 'dist'), { recursive: true });
  const unfinished = mkdtempSync(join(root, 'dist', 'part-'));
  try {
    await compileInto(unfinished, root, files);
    return moved(unfinished, folder);
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
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

async function compileInto(folder: string, root: string, files: readonly string[]): Promise<void> {
  const entryPoints = files.filter((file) => file.endsWith('.ts')).map((file) => join(root, file));
  const target = `node${process.versions.node.split('.')[0] ?? ''}`;
  await build({
    entryPoints,
    outdir: folder,
    outbase: root,
    format: 'cjs',
    platform: 'node',
    target,
    logLevel: 'silent',
  });
  for (const file of files.filter((name) => !name.endsWith('.ts'))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(root, file), join(folder, file));
  }
}

/** Another start may have been faster. */
function moved(unfinished: string, folder: string): string {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
  return folder;
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
