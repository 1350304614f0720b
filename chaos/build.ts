import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compileProduct } from '../bin/parts/compiled';
import { StartFailure } from '../bin/parts/failure';
import { type Programs, ROOT } from '../bin/parts/programs';
import { keepBundle, KEPT_BUNDLE } from '../bin/parts/workflow-bundle';
import type { Mutant } from './mutants';

/** The compiled product as users run it, with crash points preloaded into it; with a mutant, a copy that is wrong in one place. */
export async function chaosPrograms(mutant?: Mutant): Promise<Programs> {
  const product = await compileProduct(ROOT);
  return programsIn(mutant ? await mutated(product, mutant) : product);
}

/** Those of a compiled product. */
export async function programsIn(folder: string): Promise<Programs> {
  const preload = await compilePreload();
  return { pathOf: (program) => join(folder, `${program}.js`), flags: ['--require', preload] };
}

/** Beside the product and not in it. */
export async function compilePreload(): Promise<string> {
  const sources = join(ROOT, 'chaos', 'crash');
  const hash = createHash('sha256');
  for (const name of readdirSync(sources).sort()) hash.update(readFileSync(join(sources, name)));
  const outfile = join(ROOT, 'dist', 'chaos', `preload-${hash.digest('hex').slice(0, 16)}.js`);
  if (existsSync(outfile)) return outfile;
  await build({
    entryPoints: [join(sources, 'preload.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
  });
  return outfile;
}

async function mutated(product: string, { name, patches }: Mutant): Promise<string> {
  const folder = join(ROOT, 'dist', 'chaos', `mutant-${name}-${basename(product)}`);
  rmSync(folder, { recursive: true, force: true });
  cpSync(product, folder, { recursive: true });
  rmSync(join(folder, KEPT_BUNDLE));
  for (const { file, find, put } of patches) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    if (text.split(find).length !== 2)
      throw new StartFailure(`The mutant ${name} no longer fits: ${file} must have once "${find}".`);
    writeFileSync(
      path,
      text.replace(find, () => put),
    );
  }
  // What is patched may be a workflow.
  await keepBundle(folder);
  return folder;
}
