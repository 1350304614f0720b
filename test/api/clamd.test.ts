import { Readable } from 'node:stream';
import { scannerVersion, scanStream } from '../../api/scan/clamd';
import { turns } from '../../api/scan/turns';
import { loadConfig } from '../../config';
import { EICAR, FakeClamd } from '../fakes/clamd';

let clamd: FakeClamd;
beforeEach(async () => (clamd = await FakeClamd.listening()));
afterEach(() => clamd.close());

const PATIENCE = { connectMs: 2_000, wholeMs: 5_000 };
const scan = (pieces: readonly Buffer[], patience = PATIENCE) =>
  scanStream(clamd.place, Readable.from(pieces), patience);
const AWAY = { code: 'UNAVAILABLE', message: expect.stringContaining('Nothing was kept') as string };

test('a file comes to the scanner byte by byte as it is, however it is cut', async () => {
  const [head, tail] = [Buffer.alloc(300_000, 'a'), Buffer.from('end')];
  expect(await scan([head, Buffer.alloc(0), tail])).toEqual({ kind: 'clean' });
  expect(clamd.scanned).toEqual([Buffer.concat([head, tail])]);
});

test('the test file of all scanners is found also where two pieces meet in it', async () => {
  const found = await scan([Buffer.from('before'), EICAR.subarray(0, 30), EICAR.subarray(30)]);
  expect(found).toEqual({ kind: 'infected', signature: 'Eicar-Signature' });
});

test('a file beyond the scanner’s own limit is told apart, though the scanner hangs up before its end', async () => {
  clamd.limit = 100_000;
  expect(await scan([Buffer.alloc(150_000)])).toEqual({ kind: 'too-large' });
});

test.each([['end'], [{ answer: 'stream: Can’t allocate memory ERROR' }], [{ answer: 'x'.repeat(2_000) }]] as const)(
  'a scanner that does %j is away, not content',
  async (way) => {
    clamd.way = way;
    await expect(scan([Buffer.alloc(1_000)])).rejects.toMatchObject(AWAY);
  },
);

test('a scanner that takes everything and says nothing is away once the time is over, and its connection is closed', async () => {
  clamd.way = 'hang';
  await expect(scan([EICAR], { connectMs: 2_000, wholeMs: 100 })).rejects.toMatchObject(AWAY);
  await expect(scannerVersion(clamd.place)).resolves.toBe('ClamAV 1.4.6/27800/today');
});

test('a port at which nobody listens is a scanner that is away', async () => {
  const { place } = clamd;
  await clamd.close();
  await expect(scanStream(place, Readable.from([EICAR]), PATIENCE)).rejects.toMatchObject(AWAY);
  await expect(scannerVersion(place)).rejects.toMatchObject(AWAY);
  clamd = await FakeClamd.listening();
});

test('no more works run at once than may; others wait, and fail when the wait is over', async () => {
  const inTurn = turns({ most: 2, waitMs: 50, refuse: () => new Error('too many') });
  const started: string[] = [];
  let end = (): void => undefined;
  const held = new Promise<void>((resolve) => (end = resolve));
  const work = (name: string) => inTurn(() => (started.push(name), held));
  const [first, second] = [work('a'), work('b')];
  await expect(work('c')).rejects.toThrow('too many');
  const waits = work('d');
  end();
  await Promise.all([first, second, waits]);
  expect(started).toEqual(['a', 'b', 'd']);
});

test.each([
  ['clamd://scanner:3311', { host: 'scanner', port: 3311 }],
  ['clamd://127.0.0.1', { host: '127.0.0.1', port: 3310 }],
  ['clamd://[::1]:3310', { host: '::1', port: 3310 }],
])('%s names a scanner', (text, place) => {
  expect(loadConfig({ TENURE_SCANNER_URL: text }, '/nowhere').documents.scanner).toEqual(place);
});

test.each(['http://scanner:3310', 'clamd://user@scanner', 'clamd://scanner/x', 'scanner:3310'])(
  '%s names none',
  (text) => {
    expect(() => loadConfig({ TENURE_SCANNER_URL: text }, '/nowhere')).toThrow('TENURE_SCANNER_URL');
  },
);
