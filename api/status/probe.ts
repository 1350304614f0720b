import { setTimeout as sleep } from 'node:timers/promises';
import type { Locale } from '../../domain/people/people';
import { translate } from '../../templates/catalog';
import { formatBytes, formatInstant, formatNumber, formatRelative } from '../../templates/format';
import type { StatusFact, StatusPart, Wellness } from '../../templates/status-page-data';

/** What a probe found; the rest of its part stands in the list. */
export interface Found {
  readonly wellness: Wellness;
  readonly facts: readonly StatusFact[];
}

export interface Probe {
  readonly key: string;
  readonly look: () => Promise<Found>;
  /** The section of `docs/runbooks.md` for what is not well. */
  readonly runbook: string;
  readonly href?: string;
}

/** Milliseconds that one part may take to answer. */
const PATIENCE_MS = 3_000;

/** Asks every part at once; one that does not answer in time is ill, and holds up no other. */
export const probeAll = (probes: readonly Probe[], patienceMs = PATIENCE_MS): Promise<readonly StatusPart[]> =>
  Promise.all(probes.map((probe) => partOf(probe, patienceMs)));

async function partOf({ key, look, runbook, ...more }: Probe, patienceMs: number): Promise<StatusPart> {
  const href = more.href ?? null;
  const over = new AbortController();
  const late = sleep(patienceMs, undefined, { signal: over.signal }).then(
    () => new Error(`No answer within ${patienceMs / 1_000} s.`),
    () => new Error(''),
  );
  const found = await Promise.race([look().catch(asError), late]);
  over.abort();
  if (found instanceof Error) return { key, wellness: 'ill', facts: [], error: firstLine(found), runbook, href };
  const isWell = found.wellness === 'well';
  return { key, ...found, error: null, runbook: isWell ? null : runbook, href };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
/** Drivers answer with codes where they have no words. */
const firstLine = (error: Error): string => {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return (error.message.split('\n')[0] ?? '').slice(0, 300) || code;
};

const ORDER: readonly Wellness[] = ['ill', 'unsure', 'well'];

/** As the worst of its parts; what cannot be known worsens nothing. */
export const wellnessOf = (parts: readonly StatusPart[]): Wellness =>
  ORDER.find((wellness) => parts.some((part) => part.wellness === wellness)) ?? 'unknown';

/** Facts in the reader's language. */
export function wording(locale: Locale, timeZone: string, now: number) {
  const whole = (value: number) => formatNumber(Math.round(value), locale);
  const when = (at: number | null): readonly string[] =>
    at === null ? [] : [formatInstant(at, { locale, timeZone }), formatRelative(at, now, locale)];
  const text = (key: string, value: string): StatusFact => ({ key, value });
  return {
    text,
    when,
    words: (key: string, values: Readonly<Record<string, unknown>>) => translate(locale, `status.${key}`, values),
    inLine: (count: number | null): readonly string[] =>
      count === null ? [] : [translate(locale, 'status.backlog', { count: whole(count) })],
    count: (key: string, value: number) => text(key, whole(value)),
    seconds: (key: string, value: number) => text(key, `${whole(value)} s`),
    bytes: (value: number) => formatBytes(value, locale),
    at: (key: string, at: number | null): readonly StatusFact[] =>
      at === null ? [] : [text(key, when(at).join(' · '))],
  };
}
export type Wording = ReturnType<typeof wording>;
