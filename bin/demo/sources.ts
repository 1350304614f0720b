import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Example } from './example-schema';

export interface PlacedDataset {
  readonly key: string;
  readonly title: string;
  readonly personalData: boolean;
  readonly source: { readonly kind: 'directory'; readonly path: string };
  readonly target: { readonly kind: 'directory'; readonly path: string };
}

/** Writes what the vendor holds, so that there is something real to move, and names where it goes. */
export function placeDatasets({ exit }: Example, directory: string): readonly PlacedDataset[] {
  return exit.datasets.map(({ key, title, personalData, files }) => {
    const source = join(directory, 'vendor', key);
    const target = join(directory, 'returned', key);
    for (const path of [source, target]) rmSync(path, { recursive: true, force: true });
    for (const { path, header, record, count } of files) {
      const lines = Array.from({ length: count }, (_, index) => record.replaceAll('{n}', String(index + 1)));
      mkdirSync(dirname(join(source, path)), { recursive: true });
      writeFileSync(join(source, path), `${[header, ...lines].join('\n')}\n`);
    }
    mkdirSync(target, { recursive: true });
    return {
      key,
      title,
      personalData,
      source: { kind: 'directory', path: source },
      target: { kind: 'directory', path: target },
    };
  });
}
