import { join } from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from '../bin/parts/files';
import { SCHEDULES, type ScheduleName } from './schedules';

const FILE = join(__dirname, 'failing-seeds.json');
const Kept = z.array(
  z.strictObject({ schedule: z.enum(SCHEDULES), seed: z.int(), found: z.string(), state: z.enum(['open', 'mended']) }),
);
export type KeptSeed = z.infer<typeof Kept>[number];

/** Seeds that have found something, so that they are played again until it is mended and afterwards. */
export const failingSeeds = (): readonly KeptSeed[] => Kept.parse(readJson<unknown>(FILE, []));

export function keepSeed(schedule: ScheduleName, seed: number, found: string): void {
  const known = failingSeeds();
  if (known.some((one) => one.schedule === schedule && one.seed === seed)) return;
  writeJson(FILE, [...known, { schedule, seed, found, state: 'open' }]);
}
