import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { writeKey } from '../../api/access-key';
import { type Caller, type Tie, TIES } from '../../api/authorization/rules';
import { OUR_ROLES, type OurRole } from '../../domain/people/people';
import { insertKey } from '../../db/stores/access-keys';
import { insertSession } from '../../db/stores/sessions';
import { inTransaction } from '../../db/transaction';
import type { State } from '../../domain/engagement/statuses';
import { until } from '../../bin/parts/processes';
import { ApprovalWorld } from './approval-world';
import { Parties } from './parties';
import { inner, openBids, type People, plantBid, plantEngagement, type Things, WORD } from './planted';
import { mayReadWord } from './planted-words';
import { signedIn, type SignedIn } from './world';

export type { Things } from './planted';

const criterion = { key: 'team', weightBp: 10_000, type: 'scale', min: 0, max: 5, direction: 'maximise' };
const MODEL = { method: 'weighted-sum', dimensions: [{ key: 'capability', weightBp: 10_000, criteria: [criterion] }] };

const keyOf = (role: OurRole, tie: Tie): string => `${role}/${tie}`;

/** The running product with somebody for every role and every tie, and something of everything that a path can name. */
export class AuthorizationWorld {
  private readonly people = new Map<string, SignedIn>();
  private readonly things = new Map<string, Things>();
  private readonly openedIn = new Set<string>();
  private opened: Parties | null = null;

  private constructor(
    private readonly world: ApprovalWorld,
    private readonly server: Server,
    private readonly outside: Readonly<Record<'roleless' | 'vendor' | 'other', SignedIn>>,
  ) {}

  static async open(): Promise<AuthorizationWorld> {
    const world = await ApprovalWorld.open({ R: ['hr'], A: ['hr'] });
    const server = createServer(world.app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { db } = world.database;
    const outside = {
      roleless: await signedIn(db, { roles: [] }),
      vendor: await signedIn(db, { roles: ['vendor'] }),
      other: await signedIn(db, { roles: ['vendor'] }),
    };
    const own = new AuthorizationWorld(world, server, outside);
    for (const role of OUR_ROLES) await own.hire(role);
    await own.plant();
    for (const place of ['admin', 'elsewhere']) await own.write(place);
    await own.openBids('elsewhere');
    own.opened = await Parties.open(world, {
      engagementId: own.things.get('admin')?.engagements ?? '',
      send: async (method, path, body) => {
        await own.send(path, body, method);
      },
    });
    return own;
  }

  get parties(): Parties {
    if (!this.opened) throw new Error('the requests are opened last');
    return this.opened;
  }

  /** The engagement of the other vendor. */
  get elsewhere(): string {
    return this.things.get('elsewhere')?.engagements ?? '';
  }

  get db() {
    return this.world.database.db;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    await this.world.close();
  }

  private async hire(role: OurRole): Promise<void> {
    for (const tie of TIES) this.people.set(keyOf(role, tie), await signedIn(this.db, { roles: [role] }));
  }

  private person(role: OurRole, tie: Tie): string {
    const found = this.people.get(keyOf(role, tie));
    if (!found) throw new Error(`nobody is ${role} with the tie ${tie}`);
    return found.person.id;
  }

  /** An engagement for each role, with its people in it; one more of another vendor; one request that the owners follow. */
  private async plant(): Promise<void> {
    const cc = [...OUR_ROLES.map((role) => this.person(role, 'owner')), this.outside.vendor.person.id];
    const step = this.world.desk.step(['A']);
    const { id: requests } = await this.world.ask([step], { cc });
    await this.told(requests, cc.length + 1);
    await inTransaction(this.db, async (trx) => {
      for (const of of [...OUR_ROLES, 'elsewhere'] as const)
        this.things.set(of, { requests, ...(await plantEngagement(trx, of, this.peopleOf(of))) });
    });
  }

  /** The mails about a request are sent while others go on: what a dump shows must not change by them. */
  private told(request: string, mails: number): Promise<void> {
    const sent = () =>
      this.db('mail_log').where({ status: 'sent' }).whereLike('key', `request:${request}:%`).pluck('key');
    const isTold = async (): Promise<boolean> => (await sent()).length === mails;
    return until(isTold, { limitMs: 60_000, sentence: `There are not ${mails} mails about the request.` });
  }

  private peopleOf(of: OurRole | 'elsewhere'): People {
    const at = (tie: Tie): string => (of === 'elsewhere' ? this.world.id('R') : this.person(of, tie));
    const { person: rep } = of === 'elsewhere' ? this.outside.other : this.outside.vendor;
    return {
      ownerId: at('owner'),
      repId: rep.id,
      serviceManager: at('service manager'),
      contractManager: at('team'),
    };
  }

  /** What our people write about an engagement in the course of the work. */
  private async write(of: string): Promise<void> {
    const id = this.things.get(of)?.engagements ?? '';
    const enter = (state: State) => this.db('engagements').where({ id }).update({ state });
    await enter('IN_SERVICE');
    const description = inner(of, 'issue');
    await this.post(`/engagements/${id}/issues`, {
      title: description,
      severity: 'minor',
      assignee: 'us',
      description,
    });
    const contact = { on: new Date().toISOString().slice(0, 10), channel: 'meeting', participants: ['Li'] };
    await this.post(`/engagements/${id}/contacts`, { ...contact, summary: inner(of, 'note') });
    await enter('VENDOR_SELECTION');
    const { id: vendorId } = await this.post('/vendors', { name: inner(of, 'bidder') });
    await this.post(`/engagements/${id}/evaluation-model`, MODEL, 'PUT');
    const { id: candidate } = await this.post(`/engagements/${id}/candidates`, { vendorId });
    const sheet = { scores: { team: 4 }, conflictOfInterest: false, comment: inner(of, 'score') };
    await this.post(`/engagements/${id}/candidates/${candidate}/scores`, sheet, 'PUT');
    await plantBid(this.db, of, { engagementId: id, candidateId: candidate, vendorId });
  }

  /** The bids of the one engagement are opened from the start, those of the other one when a test says so. */
  async openBids(of: 'admin' | 'elsewhere'): Promise<void> {
    await openBids(this.db, this.things.get(of)?.engagements ?? '');
    this.openedIn.add(of);
  }

  private async post(path: string, body: object, method = 'POST'): Promise<{ readonly id: string }> {
    const Made = z.looseObject({ id: z.string().default('') });
    return Made.parse(JSON.parse(await this.send(path, body, method)));
  }

  private async send(path: string, body: object, method: string): Promise<string> {
    const admin = await this.authorizationOf({ kind: 'ours', role: 'admin', tie: 'owner' });
    const headers = { ...admin, 'content-type': 'application/json' };
    const answer = await this.fetch(`/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    const said = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said}`);
    return said;
  }

  /** What the paths of a caller's calls name. */
  thingsOf(caller: Caller): Things {
    const role = caller.kind === 'ours' ? caller.role : 'admin';
    const found = this.things.get(role);
    if (!found) throw new Error(`there is nothing for ${role}`);
    return caller.kind === 'party' ? { ...found, requests: this.parties.requestOf(caller).id } : found;
  }

  wordsIn(text: string): readonly string[] {
    return text.match(WORD) ?? [];
  }

  mayRead(caller: Caller, word: string): boolean {
    return mayReadWord(caller, word, this.openedIn);
  }

  /** The header that says who calls; keys are new each time, since one key calls only so often. */
  async authorizationOf(caller: Caller): Promise<Record<string, string>> {
    if (caller.kind === 'nobody') return {};
    if (caller.kind === 'key') return { authorization: `Bearer ${await this.newKey(caller)}` };
    return { authorization: this.signedInAs(caller).authorization };
  }

  private signedInAs(caller: Exclude<Caller, { kind: 'nobody' | 'key' }>): SignedIn {
    if (caller.kind === 'roleless') return this.outside.roleless;
    if (caller.kind === 'vendor') return caller.own ? this.outside.vendor : this.outside.other;
    if (caller.kind === 'party') return this.parties.personOf(caller);
    const found = this.people.get(keyOf(caller.role, caller.tie));
    if (!found) throw new Error('everybody was hired');
    return found;
  }

  private async newKey({ scope, own }: Extract<Caller, { kind: 'key' }>): Promise<string> {
    const things = this.things.get(own ? 'admin' : 'elsewhere');
    const [id, secret, now] = [uuidv7(), `${uuidv7()}${uuidv7()}`.replaceAll('-', '').slice(0, 43), Date.now()];
    const key = { id, engagementId: things?.engagements ?? '', name: 'Machine', scopes: [scope], secret, now };
    const createdBy = this.person('admin', 'owner');
    await inTransaction(this.db, (trx) => insertKey(trx, { ...key, createdBy, expiresAt: null }));
    return writeKey(id, secret);
  }

  /** The cookie of a page session; null for who has none. */
  async cookieOf(caller: Exclude<Caller, { kind: 'key' }>): Promise<{ cookie: string; secret: string } | null> {
    if (caller.kind === 'nobody') return null;
    const secret = uuidv7();
    const { person } = this.signedInAs(caller);
    await insertSession(this.db, { userId: person.id, secret, now: Date.now() });
    return { cookie: `tenure_session=${secret}`, secret };
  }

  async fetch(path: string, init: RequestInit): Promise<Response> {
    // A server that listens on TCP has an address with a port.
    const { port } = this.server.address() as AddressInfo;
    return fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...init });
  }
}
