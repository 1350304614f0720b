import { whileVerifying } from './corruption/during';
import { spoilFiles, spoilTables } from './corruption/proof';

const SEED = 20_261_001;
const nothingMissed = { missed: [], falseAlarms: 0 };

test('rows that are spoiled at the target in 35 ways are all found, and equal again once sent again', async () => {
  expect(await spoilTables(35, SEED)).toEqual({ injected: 35, found: 35, mended: 35, controls: 4, ...nothingMissed });
}, 300_000);

test('files that are spoiled at the target in 25 ways are all found, and equal again once sent again', async () => {
  expect(await spoilFiles(25, SEED)).toEqual({ injected: 25, found: 25, mended: 25, controls: 3, ...nothingMissed });
}, 300_000);

test('what is spoiled while a verification reads is found by it, or lies within the span that its record names and is found by the next', async () => {
  for (const spoil of [spoilTables, spoilFiles]) {
    const { injected, found, withinSpan, missed } = await spoil(4, SEED, whileVerifying(SEED));
    expect([injected, found + withinSpan, missed]).toEqual([4, 4, []]);
  }
}, 300_000);
