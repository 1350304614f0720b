import { Bucket } from '../../../../activities/migration/pace';
import { seeded } from './faults';
import type { Copy } from './proof';

/** A limit that slows nothing down, and does something once so many bytes have passed. */
export class Trigger extends Bucket {
  passed = 0;
  private armed: { readonly after: number; readonly act: () => Promise<void> } | null = null;

  constructor() {
    super(Number.MAX_SAFE_INTEGER);
  }

  arm(after: number, act: () => Promise<void>): void {
    this.passed = 0;
    this.armed = { after, act };
  }

  override async take(bytes: number): Promise<void> {
    this.passed += bytes;
    if (!this.armed || this.passed < this.armed.after) return;
    const { act } = this.armed;
    this.armed = null;
    await act();
  }
}

export interface During {
  /** Spoiled while a verification was reading. */
  readonly injected: number;
  /** Found by that verification itself. */
  readonly found: number;
  /** Not found by it, but spoiled within the span that its record names, and found by the next one. */
  readonly withinSpan: number;
  readonly missed: readonly string[];
}

/** As many as a migration makes of itself before it asks people. */
const ROUNDS = 4;

/** What a round says of pieces that it read before they were spoiled holds until all of it is read again. */
async function isMended({ migration, forget }: Copy): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await migration.transfer();
    if (!(await migration.verify()).passed) continue;
    await forget();
    if ((await migration.verify()).passed) return true;
  }
  return false;
}

interface Spoiled {
  readonly what: string;
  readonly undo: () => Promise<void>;
  readonly at: number;
}

/** Spoils the copy when so many bytes of a verification have passed; answers whether that verification says that all is equal. */
async function spoilDuring({ migration, spoil, trigger }: Copy, index: number, after: number) {
  const done: Spoiled[] = [];
  trigger.arm(after, async () => void done.push({ ...(await spoil(index)), at: Date.now() }));
  const { passed } = await migration.verify();
  const [spoiled] = done;
  if (!spoiled) throw new Error('nothing was spoiled');
  return { passed, spoiled };
}

/** Not seen, and nothing claimed of that instant either: the record speaks of an earlier one, and who reads again sees it. */
async function isWithinSpan({ migration, forget, firstRead }: Copy, { at }: Spoiled): Promise<boolean> {
  const from = Date.parse((await firstRead()) ?? '');
  await forget();
  return from <= at && !(await migration.verify()).passed;
}

/** Spoils the copy at a random byte of each verification. */
export const whileVerifying =
  (seed: number) =>
  async (copy: Copy, count: number): Promise<During> => {
    const { migration, forget, trigger } = copy;
    const pick = seeded(seed);
    const missed: string[] = [];
    let [found, withinSpan] = [0, 0];
    await migration.transfer();
    await forget();
    trigger.arm(Infinity, () => Promise.resolve());
    if (!(await migration.verify()).passed) throw new Error('the copy is not equal to begin with');
    const bytes = trigger.passed;
    for (let index = 0; index < count; index += 1) {
      await forget();
      const { passed, spoiled } = await spoilDuring(copy, index, 1 + pick(bytes));
      if (!passed) found += 1;
      else if (await isWithinSpan(copy, spoiled)) withinSpan += 1;
      else missed.push(spoiled.what);
      await spoiled.undo();
      if (!(await isMended(copy))) missed.push(`${spoiled.what}: not mended`);
    }
    return { injected: count, found, withinSpan, missed };
  };
