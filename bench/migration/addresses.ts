import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Product } from '../../test/e2e/product';

const noted = ({ env }: Product, file: string): Record<string, string | number> =>
  JSON.parse(readFileSync(join(env['TENURE_DATA_DIR'] ?? '', file), 'utf8')) as Record<string, string | number>;

/** Where a part of a running product listens. */
export const addressOf = (product: Product, part: 'postgres' | 'temporal'): string =>
  `127.0.0.1:${noted(product, 'ports.json')[part] ?? 0}`;

/** The database that a running product keeps its own records in. */
export const ownDatabase = (product: Product): string =>
  `postgres://tenure:${noted(product, 'secrets.json')['database'] ?? ''}@${addressOf(product, 'postgres')}/tenure`;
