import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENCRYPTED } from '../codec/payload-codec';
import { encrypted } from './history';
import { type Kept, patchesOf, readCorpus, recordedNames, shapeOf, workflowTypeOf } from './replay/corpus';
import { refusedBy, type Replayable } from './replay/refused';
import { scenarios } from './replay/scenarios';
import { presentBundle } from './temporal';

const ROOT = join(__dirname, '..');
const ENCRYPTED_BASE64 = Buffer.from(ENCRYPTED).toString('base64');
const KB = 1024;
const corpus = readCorpus();
/** Those of earlier versions stay as their tests wrote them. */
const isRecorded = ({ name }: { readonly name: string }): boolean => name.includes('/');

test('there are at least 200 histories that differ in their course', () => {
  const shapes = new Set(corpus.map(({ history }) => shapeOf(history)));

  expect(shapes.size).toBeGreaterThanOrEqual(200);
});

test('every workflow that a worker registers is among them', () => {
  const registered = readFileSync(join(ROOT, 'workflows', 'index.ts'), 'utf8').match(/\w+Workflow\b/g) ?? [];
  const kept = new Set(corpus.map(({ history }) => workflowTypeOf(history)));

  expect(registered.length).toBeGreaterThan(10);
  expect([...new Set(registered)].filter((type) => !kept.has(type))).toEqual([]);
});

test('every change to running workflows has histories that have taken it', () => {
  const changes = [...changesOfTheCode()];
  const withIt = new Set(corpus.flatMap(({ history }) => patchesOf(history)));

  expect(changes.length).toBeGreaterThan(10);
  expect(changes.filter((change) => !withIt.has(change))).toEqual([]);
});

function changesOfTheCode(): ReadonlySet<string> {
  const files = readdirSync(join(ROOT, 'workflows'), { recursive: true, encoding: 'utf8' });
  const code = files
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, 'workflows', name), 'utf8'));
  return new Set([...code.join('\n').matchAll(/(?:patched|this\.has)\('([\w-]+)'\)/g)].map(([, id]) => id ?? ''));
}

test('every history that was recorded has its scenario', () => {
  const names = scenarios().map(({ name }) => name);
  const recorded = new Set(recordedNames().map((name) => name.replace(/\.\d+$/, '')));

  expect(new Set(names).size).toBe(names.length);
  expect([...recorded].filter((name) => !names.includes(name))).toEqual([]);
});

test('no payload is larger than 16 KB, and the whole corpus stays below 6 MB', () => {
  const largest = corpus.map(({ name, history }) => ({ name, bytes: largestPayload(history) }));

  expect(largest.filter(({ bytes }) => bytes > 16 * KB)).toEqual([]);
  expect(corpus.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(6 * KB * KB);
});

function largestPayload(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = 'metadata' in value && 'data' in value ? Buffer.from(String(value.data), 'base64').length : 0;
  return Object.values(value).reduce<number>((most, inner) => Math.max(most, largestPayload(inner)), own);
}

test('nothing in it names a machine or a person', () => {
  const texts = corpus.filter(isRecorded).map(({ name, history }) => ({ name, text: JSON.stringify(history) }));

  expect(texts.filter(({ text }) => /\d+@\w/.test(text)).map(({ name }) => name)).toEqual([]);
});

/** Encrypted and decoded at once they would take more memory than a process has. */
const AT_ONCE = 40;

test('every history replays on the present code, with its payloads encrypted', async () => {
  const workflowBundle = await presentBundle();
  const [inTheClear, refused]: [string[], string[]] = [[], []];
  for (let first = 0; first < corpus.length; first += AT_ONCE) {
    const histories = await encryptedOnes(corpus.slice(first, first + AT_ONCE));
    const open = histories.filter(({ history }) => !JSON.stringify(history).includes(ENCRYPTED_BASE64));
    inTheClear.push(...open.map(({ name }) => name));
    refused.push(...(await refusedBy({ workflowBundle }, histories)));
  }

  expect(inTheClear.filter((name) => /engagement|approval|review|migration|deletion/.test(name))).toEqual([]);
  expect(refused).toEqual([]);
}, 600_000);

const encryptedOnes = (some: readonly Kept[]): Promise<readonly Replayable[]> =>
  Promise.all(some.map(async ({ name, history }) => ({ name, history: await encrypted(history) })));
