import { extname, join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '..', '..');
const OWN = extname(__filename);

/** How node runs programs of ours. */
export interface Programs {
  readonly pathOf: (program: string) => string;
  readonly flags: readonly string[];
}

/** As this program itself runs: source needs the loader of TypeScript. */
export const OWN_PROGRAMS: Programs = {
  pathOf: (program) => join(ROOT, `${program}${OWN}`),
  flags: OWN === '.ts' ? ['--import', 'tsx'] : [],
};
