import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const FOLDER = __dirname;
const CORPUS = join(FOLDER, 'corpus');
const KEPT = '.json.gz';

export interface Tale {
  /** What happened, in one sentence. */
  readonly story: string;
  /** Version of the product that wrote it, and the changes that it was made to act without. */
  readonly release: string;
  readonly before: readonly string[];
}

/** The history of one run, and what it is there for. */
export interface Kept extends Tale {
  /** Folder and file without their ending. */
  readonly name: string;
  readonly bytes: number;
  readonly history: History;
}

export interface History {
  readonly events: readonly HistoryEvent[];
}

export type HistoryEvent = Readonly<Record<string, unknown>> & { readonly eventType: string };

/** Everything that the present code must be able to replay. */
export const readCorpus = (): readonly Kept[] => [...readEarlier(), ...readRecorded()];

/** Histories that tests of earlier versions kept one by one, as they are. */
function readEarlier(): readonly Kept[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
  return files.map((file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const name = file.replace(/\.json$/, '');
    const tale = { story: 'Kept by a test of an earlier version.', release: '0.1.0', before: [] };
    return { name, ...tale, bytes: text.length, history: JSON.parse(text) as History };
  });
}

function readRecorded(): readonly Kept[] {
  return recordedNames().map((name) => {
    const packed = readFileSync(join(CORPUS, `${name}${KEPT}`));
    const one = JSON.parse(gunzipSync(packed).toString()) as Tale & { readonly history: History };
    return { name, bytes: packed.length, ...one };
  });
}

export function recordedNames(): readonly string[] {
  mkdirSync(CORPUS, { recursive: true });
  const files = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' });
  return files.flatMap((file) => (file.endsWith(KEPT) ? [file.slice(0, -KEPT.length)] : [])).sort();
}

export function keep(name: string, tale: Tale, history: History): void {
  const file = join(CORPUS, `${name}${KEPT}`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, gzipSync(JSON.stringify({ ...tale, history }), { level: 9 }));
}

export const workflowTypeOf = ({ events }: History): string => {
  const started = events[0]?.['workflowExecutionStartedEventAttributes'];
  return (started as { readonly workflowType: { readonly name: string } }).workflowType.name;
};

/** Marks of changes that a run has taken. */
export function patchesOf({ events }: History): readonly string[] {
  const marks = events.flatMap((event) => {
    const mark = event['markerRecordedEventAttributes'] as Mark | undefined;
    return mark?.markerName === 'core_patch' ? payloadsOf(mark.details['patch-data']) : [];
  });
  return [...new Set(marks.map((data) => (JSON.parse(data) as { readonly id: string }).id))];
}

interface Mark {
  readonly markerName: string;
  readonly details: Readonly<Record<string, { readonly payloads: readonly { readonly data: string }[] }>>;
}

const payloadsOf = (all: Mark['details'][string] | undefined): readonly string[] =>
  (all?.payloads ?? []).map(({ data }) => Buffer.from(data, 'base64').toString());

/** What differs from run to run and says nothing about its course. */
const PASSING: readonly string[] = ['payloads', 'taskQueue', 'stickyAttributes', 'indexedFields', 'versionInfo'];
const TELLING: readonly string[] = ['name', 'signalName', 'markerName'];

/** The order of what happened in a history: two of the same shape test the same. */
export const shapeOf = ({ events }: History): string =>
  events.map((event) => [event.eventType, ...namesIn(event), ...localNames(event)].join(' ')).join('\n');

function namesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (PASSING.includes(key)) return [];
    return TELLING.includes(key) && typeof inner === 'string' ? [inner] : namesIn(inner);
  });
}

/** Local activities and changes stand in the data of markers. */
function localNames(event: HistoryEvent): readonly string[] {
  const mark = event['markerRecordedEventAttributes'] as Mark | undefined;
  const data = [...payloadsOf(mark?.details['data']), ...payloadsOf(mark?.details['patch-data'])].join();
  return [/"activity_type":"(\w+)"/, /"id":"([\w-]+)"/].flatMap((name) => name.exec(data)?.[1] ?? []);
}
