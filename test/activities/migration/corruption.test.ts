import { spoilFiles, spoilTables } from './corruption/proof';

const SEED = 20_261_001;
const nothingMissed = { missed: [], falseAlarms: 0 };

test('rows that are spoiled at the target in 35 ways are all found, and equal again once sent again', async () => {
  expect(await spoilTables(35, SEED)).toEqual({ injected: 35, found: 35, mended: 35, controls: 4, ...nothingMissed });
}, 120_000);

test('files that are spoiled at the target in 25 ways are all found, and equal again once sent again', async () => {
  expect(await spoilFiles(25, SEED)).toEqual({ injected: 25, found: 25, mended: 25, controls: 3, ...nothingMissed });
}, 120_000);
