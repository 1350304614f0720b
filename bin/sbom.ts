/**
 * `npm run sbom [-- [--dev] <file>]`: what the product is made of, as CycloneDX 1.6: every package of an installation with
 * its hash, its licence and what it asks for, and the programs that the launcher fetches. `--dev`: also what builds and tests it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram, StartFailure } from './parts/failure';
import { Lockfile } from './parts/licences';
import { billOfMaterials } from './parts/sbom';

runProgram(() => {
  const args = process.argv.slice(2);
  const [file, ...more] = args.filter((arg) => arg !== '--dev');
  if (more.length > 0) throw new StartFailure('Usage: npm run sbom [-- [--dev] <file>]');
  const lock = Lockfile.parse(JSON.parse(readFileSync(join(__dirname, '..', 'package-lock.json'), 'utf8')));
  const text = `${JSON.stringify(billOfMaterials(lock, { dev: args.includes('--dev') }), null, 2)}\n`;
  if (file === undefined) process.stdout.write(text);
  else writeFileSync(file, text);
  return Promise.resolve();
});
