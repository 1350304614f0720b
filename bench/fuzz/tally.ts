import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const Interaction = z.looseObject({
  request: z.looseObject({ method: z.string(), uri: z.string(), headers: z.record(z.string(), z.array(z.string())) }),
  response: z.looseObject({ status_code: z.int() }).nullable().optional(),
});
const Recorder = z.looseObject({
  label: z.string(),
  checks: z.record(z.string(), z.array(z.looseObject({ name: z.string(), status: z.string() }))),
  interactions: z.record(z.string(), Interaction),
});
const Event = z.looseObject({
  ScenarioFinished: z.looseObject({ recorder: Recorder }).optional(),
  NonFatalError: z
    .looseObject({ label: z.string().nullish(), value: z.looseObject({ message: z.string() }) })
    .optional(),
});

/** What the calls of one role met. */
export interface Tally {
  requests: number;
  serverErrors: number;
  deviations: number;
}

export interface Outcome {
  readonly byRole: ReadonlyMap<string, Tally>;
  readonly byStatus: ReadonlyMap<number, number>;
  readonly operations: ReadonlySet<string>;
  /** One line for each failed check, and for each operation that could not be asked at all. */
  readonly complaints: readonly string[];
}

/** Reads a report of Schemathesis; which role has asked is told by the token. */
export async function readReport(file: string, tokens: Readonly<Record<string, string>>): Promise<Outcome> {
  const roles = new Map(Object.entries(tokens).map(([role, token]) => [`Bearer ${token}`, role]));
  const outcome = {
    byRole: new Map([...roles.values()].map((role): [string, Tally] => [role, none()])),
    byStatus: new Map<number, number>(),
    operations: new Set<string>(),
    complaints: new Array<string>(),
  };
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { ScenarioFinished, NonFatalError } = Event.parse(JSON.parse(line));
    if (NonFatalError)
      outcome.complaints.push(`${NonFatalError.label ?? 'the run'}: ${NonFatalError.value.message.split('\n')[0]}`);
    if (ScenarioFinished) count(ScenarioFinished.recorder, roles, outcome);
  }
  return outcome;
}

export const none = (): Tally => ({ requests: 0, serverErrors: 0, deviations: 0 });

interface Counts {
  readonly byRole: Map<string, Tally>;
  readonly byStatus: Map<number, number>;
  readonly operations: Set<string>;
  readonly complaints: string[];
}

function count(recorder: z.infer<typeof Recorder>, roles: ReadonlyMap<string, string>, to: Counts): void {
  const { label, checks, interactions } = recorder;
  for (const [id, { request, response }] of Object.entries(interactions)) {
    const role = roles.get(request.headers['Authorization']?.[0] ?? '') ?? 'nobody';
    const status = response?.status_code ?? 0;
    const failed = (checks[id] ?? []).filter((check) => check.status.toLowerCase() !== 'success');
    const tally = to.byRole.get(role) ?? none();
    tally.requests += 1;
    // No answer at all is as bad as one that says so.
    if (status === 0 || status >= 500) tally.serverErrors += 1;
    tally.deviations += failed.filter(({ name }) => name !== 'not_a_server_error').length;
    to.byRole.set(role, tally);
    to.byStatus.set(status, (to.byStatus.get(status) ?? 0) + 1);
    to.operations.add(label);
    const about = `${request.method} ${request.uri.slice(0, 300)} (${role}) answered ${status}`;
    to.complaints.push(...failed.map(({ name }) => `${name}: ${about}`));
  }
}
