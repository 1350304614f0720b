import { addDays } from '../../domain/calendar/civil';
import { localDate } from '../../domain/calendar/zone';
import { type Part, PART_NAMES } from '../../api/authorization/parts';
import type { Caller } from '../../api/authorization/rules';
import { until } from '../../bin/parts/processes';
import type { RequestDesk } from '../workflows/approval-desk';
import type { ApprovalWorld } from './approval-world';
import { PARTY_ROLES } from './callers';
import { resubmit } from './resubmit';
import { type SignedIn, signedIn } from './world';

export type Party = Extract<Caller, { kind: 'party' }>;
type Role = Party['role'];
type Send = (method: string, path: string, body: object) => Promise<void>;

const nameOf = (role: Role, part: Part | 'leaver'): string => `${role ?? 'without a role'}, ${part}`;
const both = (part: Part | 'leaver'): readonly string[] => PARTY_ROLES.map((role) => nameOf(role, part));

/** Two requests, one of them of an engagement, in which there is somebody for every part, with a role and without one. */
export class Parties {
  private readonly people = new Map<string, SignedIn>();
  private readonly requests = new Map<boolean, RequestDesk>();

  private constructor(private readonly world: ApprovalWorld) {}

  /** `send` is what an administrator sends. */
  static async open(world: ApprovalWorld, { engagementId, send }: { engagementId: string; send: Send }) {
    const parties = new Parties(world);
    for (const part of [...PART_NAMES, 'leaver'] as const)
      for (const role of PARTY_ROLES) await parties.hire(role, part);
    parties.requests.set(false, await parties.ask('alone', {}));
    parties.requests.set(true, await parties.ask('gate', { engagementId }));
    await parties.elsewhere();
    await parties.goAway(send);
    for (const request of parties.requests.values()) await settled(request);
    return parties;
  }

  requestOf({ ofEngagement }: Pick<Party, 'ofEngagement'>): RequestDesk {
    const found = this.requests.get(ofEngagement);
    if (!found) throw new Error('there are two requests');
    return found;
  }

  personOf({ role, part }: Pick<Party, 'role' | 'part'>): SignedIn {
    const found = this.people.get(nameOf(role, part));
    if (!found) throw new Error(`nobody is ${nameOf(role, part)}`);
    return found;
  }

  /** The last task of everybody who has or had one. */
  async tasksIn(ofEngagement: boolean): Promise<ReadonlyMap<string, string>> {
    const { steps } = await this.requestOf({ ofEngagement }).view();
    return new Map(steps.flatMap(({ tasks }) => tasks).map(({ assigneeId, id }) => [assigneeId, id]));
  }

  private async hire(role: Role, part: Part | 'leaver'): Promise<void> {
    const found = await signedIn(this.world.database.db, { roles: role === null ? [] : [role] });
    this.people.set(nameOf(role, part), found);
    this.world.desk.people[nameOf(role, part)] = found.person.id;
  }

  /** The first step is sent back once and decided by some of those who were asked; the second one is open. */
  private async ask(word: string, { engagementId }: { engagementId?: string }): Promise<RequestDesk> {
    const { desk, database } = this.world;
    const first = [...both('has decided'), ...both('no longer asked')];
    const second = [...both('asked'), ...both('handed it on'), ...both('waits for an opinion'), ...both('absent'), ...both('leaver')]; // prettier-ignore
    const policy = await desk.policy([
      desk.step(first, { mode: 'quorum', quorum: PARTY_ROLES.length }),
      desk.step(second, { key: 's2', title: 'Second', mode: 'all' }),
    ]);
    const data = { matter: `Inner-${word}-matter` };
    const request = await desk.open(policy, { cc: [...both('in copy')], data, now: Date.now(), ...(engagementId && { engagementId }) }); // prettier-ignore
    await this.handAll(request, 'no longer asked', { action: 'transfer', to: 'asked in an earlier round' });
    const [back = ''] = both('asked in an earlier round');
    expect(await request.act(back, 'send-back', { target: 'START' })).toBeNull();
    await resubmit(database.db, request, { ...data, amount: 1300, currency: 'CNY' });
    for (const name of both('has decided')) expect(await request.act(name, 'approve')).toBeNull();
    await this.handAll(request, 'handed it on', { action: 'transfer', to: 'handed the task' });
    await this.handAll(request, 'waits for an opinion', { action: 'delegate', to: 'asked for an opinion' });
    return request;
  }

  private async handAll(
    request: RequestDesk,
    from: Part,
    { action, to }: { readonly action: 'transfer' | 'delegate'; readonly to: Part },
  ): Promise<void> {
    for (const role of PARTY_ROLES) {
      const toId = this.personOf({ role, part: to }).person.id;
      expect(await request.act(nameOf(role, from), action, { toId })).toBeNull();
    }
  }

  private async elsewhere(): Promise<void> {
    const { desk } = this.world;
    await settled(await desk.open(await desk.policy([desk.step(both('asked elsewhere'))]), { now: Date.now() }));
  }

  private async goAway(send: Send): Promise<void> {
    const today = localDate('UTC', Date.now());
    for (const role of PARTY_ROLES) {
      const id = (part: Part | 'leaver'): string => this.world.desk.id(nameOf(role, part));
      const away = { from: addDays(today, -1), to: addDays(today, 9), substituteId: id('substitute') };
      await send('PUT', `/users/${id('absent')}/absences`, [away]);
      await send('POST', `/users/${id('leaver')}/deactivate`, { successorId: id('successor') });
    }
  }
}

/** Resolves once a request has nothing under way: what a dump shows does not change by it any more. */
export async function settled({ handle }: Pick<RequestDesk, 'handle'>): Promise<void> {
  const isQuiet = async (): Promise<boolean> => {
    const { pendingActivities, pendingWorkflowTask } = (await handle.describe()).raw;
    return !pendingActivities?.length && !pendingWorkflowTask;
  };
  await until(isQuiet, { limitMs: 60_000, sentence: 'A request does not come to rest.' });
}
