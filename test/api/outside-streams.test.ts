import { v7 as uuidv7 } from 'uuid';
import { partMay } from '../../api/authorization/parts';
import { pageRows } from '../../api/authorization/page-rows';
import { type Caller, expectedAnswer, rowOf } from '../../api/authorization/rules';
import { until } from '../../bin/parts/processes';
import { appendAudit, engagementStream, requestStream } from '../../db/stores/audit';
import { inTransaction } from '../../db/transaction';
import { AuthorizationWorld } from './authorization-world';
import { callersFor, nameOf } from './callers';
import { filled } from './page-cells';

/** What the streams of open pages tell to people from outside, and to people with no more than a part in a request. */
jest.setTimeout(300_000);
let world: AuthorizationWorld;
beforeAll(async () => {
  world = await AuthorizationWorld.open();
});
afterAll(() => world.close());

type Person = Exclude<Caller, { kind: 'key' }>;
const PATHS = Object.keys(pageRows).flatMap((name) =>
  name.startsWith('get /live/') ? [name.slice('get '.length)] : [],
);
const REQUEST = '/live/requests/:id';
const strangers = callersFor('request').filter(
  (one): one is Person =>
    one.kind === 'vendor' || one.kind === 'roleless' || (one.kind === 'party' && one.role === null),
);
const WATCHER = { kind: 'ours', role: 'admin', tie: 'none' } as const;

class Stream {
  text = '';
  private constructor(
    readonly name: string,
    private readonly controller: AbortController,
    private readonly response: Response,
  ) {}

  static async of(caller: Person, path: string): Promise<Stream> {
    const controller = new AbortController();
    const session = await world.cookieOf(caller);
    const headers = { accept: 'text/html', cookie: session?.cookie ?? '' };
    const place = filled(path, world.thingsOf(caller));
    const response = await world.fetch(place, { headers, signal: controller.signal });
    return new Stream(`${nameOf(caller)} ${path}`, controller, response);
  }

  get isOpen(): boolean {
    return this.response.status === 200;
  }

  /** Collects what comes until somebody leaves. */
  async listen(): Promise<void> {
    const reader = this.response.body?.getReader();
    try {
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
        this.text += Buffer.from(part.value).toString();
    } catch {
      // That is how leaving ends.
    }
  }

  get events(): number {
    return this.text.split('data: ').length - 1;
  }

  leave = (): void => this.controller.abort();
}

/** Something happens to the engagement, the other one, and both requests. */
const happen = (): Promise<void> =>
  inTransaction(world.db, async (trx) => {
    const { engagements } = world.thingsOf(WATCHER);
    const requests = [true, false].map((ofEngagement) => world.parties.requestOf({ ofEngagement }).id);
    const streams = [...[engagements, world.elsewhere].map(engagementStream), ...requests.map(requestStream)];
    for (const stream of streams)
      await appendAudit(trx, stream, [
        { key: uuidv7(), at: Date.now(), type: 'tested', channel: 'system', payload: { note: 'Inner-alone-event' } },
      ]);
  });

/** Resolves once a stream has told of so many versions. */
const heard = (stream: Stream, events: number): Promise<void> =>
  until(() => Promise.resolve(stream.events >= events), { limitMs: 20_000, sentence: 'Nothing is told.' });

test('a stream opens to whom its page opens, and tells a version and nothing else, of what is theirs alone', async () => {
  const watcher = await Stream.of(WATCHER, '/live/engagements/:id');
  const streams: [Person, string, Stream][] = [];
  for (const caller of strangers) for (const path of PATHS) streams.push([caller, path, await Stream.of(caller, path)]);
  const listening = [watcher, ...streams.map(([, , stream]) => stream)].map((stream) => stream.listen());
  await heard(watcher, 1);
  // Once the second round has come to one, the first one has come to all.
  for (const round of [2, 3]) {
    await happen();
    await heard(watcher, round);
  }
  streams.forEach(([, , stream]) => stream.leave());
  watcher.leave();
  await Promise.all(listening);

  const opened = streams.map(([caller, path, { isOpen, name }]) => [name, isOpen, expectedAnswer(rowOf(pageRows[`get ${path}`] ?? 'insiders'), caller) === 'allowed']); // prettier-ignore
  expect(opened.filter(([, isOpen, expected]) => isOpen !== expected)).toEqual([]);
  for (const [caller, path, { isOpen, name, text, events }] of streams.filter(([, , stream]) => stream.isOpen)) {
    expect([name, text.replace(/^retry: \d+\n/, '').replace(/data: [\w.]*\n\n/g, '')]).toEqual([name, '']);
    const isTold = path === REQUEST && (caller.kind === 'party' ? partMay(caller.part, 'read') : false);
    expect([name, isOpen, events > 1]).toEqual([name, true, isTold]);
  }
  process.stdout.write(
    `${streams.length} streams asked for, ${streams.filter(([, , one]) => one.isOpen).length} open\n`,
  );
});
