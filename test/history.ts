import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Payload } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { WorkflowHandle } from '@temporalio/client';
import { payloadCodec } from '../codec/payload-codec';
import { TEST_CODEC_KEYS } from './temporal';

/** Who ran a task says nothing here and would name a machine. */
const IDENTITY = /("identity": ")([^"]*)(")/g;

/**
 * Keeps the history of an execution for `test/replay` under a name that is not taken yet; only where
 * `TENURE_SAVE_HISTORIES` names a folder. It is kept decrypted, for whoever looks into it.
 */
export async function keepHistory(handle: WorkflowHandle, name: string): Promise<void> {
  const folder = process.env['TENURE_SAVE_HISTORIES'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify(await decrypted(await storedHistory(handle)), null, 2);
  writeFileSync(join(folder, `${name}.json`), text.replace(IDENTITY, '$1worker$3'));
}

/** A history as Temporal has stored it, as JSON. */
export const storedHistory = async (handle: Pick<WorkflowHandle, 'fetchHistory'>): Promise<unknown> =>
  JSON.parse(historyToJSON(await handle.fetchHistory()));

/** All that a history says to somebody who has the keys: its text, with the payloads as they were given. */
export const historyText = async (handle: Pick<WorkflowHandle, 'fetchHistory'>): Promise<string> =>
  textOf(await decrypted(await storedHistory(handle)));

/** The text of a history, and what stands in it as base64, read. */
export function textOf(history: unknown): string {
  const text = JSON.stringify(history);
  const payloads = [...text.matchAll(/"data":"([^"]*)"/g)];
  return [text, ...payloads.map(([, data]) => Buffer.from(data ?? '', 'base64').toString())].join('\n');
}

/** Strict, so that a payload that somebody forgot to encrypt is found by whoever reads. */
const codec = payloadCodec(TEST_CODEC_KEYS, { strict: true });
export const decrypted = (history: unknown): Promise<unknown> => changed(history, (payloads) => codec.decode(payloads));
export const encrypted = (history: unknown): Promise<unknown> => changed(history, (payloads) => codec.encode(payloads));

type Change = (payloads: Payload[]) => Promise<Payload[]>;
interface JsonPayload {
  readonly metadata: Readonly<Record<string, string>>;
  readonly data?: string;
}

/** Search attributes and what the SDK itself keeps in markers are no payloads of ours. */
const FOREIGN = /^(indexedFields|data|patch-data)$/;

async function changed(value: unknown, change: Change): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((part) => changed(part, change)));
  if (typeof value !== 'object' || value === null) return value;
  if (isPayload(value)) return withChange(value, change);
  const fields = Object.entries(value).map(
    async ([name, field]) => [name, FOREIGN.test(name) ? field : await changed(field, change)] as const,
  );
  return Object.fromEntries(await Promise.all(fields));
}

const isPayload = (value: object): value is JsonPayload =>
  'metadata' in value && typeof value.metadata === 'object' && value.metadata !== null && 'encoding' in value.metadata;

async function withChange({ metadata, data }: JsonPayload, change: Change): Promise<JsonPayload> {
  const [one = {}] = await change([{ metadata: mapped(metadata, fromBase64), data: fromBase64(data ?? '') }]);
  return { metadata: mapped(one.metadata ?? {}, toBase64), data: toBase64(one.data ?? new Uint8Array()) };
}

const fromBase64 = (text: string): Uint8Array => Buffer.from(text, 'base64');
const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const mapped = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
