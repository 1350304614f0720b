import { z, type ZodType } from 'zod';
import { passGate } from '../../../bin/demo/approvals';
import { Accepted, Anything, type ApiRequest, Created, patiently } from '../../../bin/demo/http';
import { linksTo } from '../../../bin/demo/inbox';
import { awaitMail } from '../../../bin/demo/mail-decision';
import { until } from '../../../bin/parts/processes';
import type { Case, Twist } from './cases';
import type { Cast, Speaker, World } from './world';

const State = z.looseObject({ state: z.string() });
const CRITICALITY = { general: 1, important: 2, critical: 4 } as const;
const QUESTIONS = ['serviceContinuity', 'finance', 'compliance', 'substitutability', 'concentration'] as const;

/** One engagement of a kind of service, among people who read one language. */
export class Run {
  private constructor(
    readonly world: World,
    readonly one: Case,
    readonly id: string,
  ) {}

  /** Posts the engagement with nothing but its title and team. */
  static async begin(world: World, one: Case): Promise<Run> {
    const { owner, sponsor, contractManager, serviceManager, security, finance, hr, legal } = world.people[one.locale];
    const team = { contractManager, serviceManager, security, finance, hr, legal };
    const body = {
      title: one.title,
      serviceType: one.type,
      timeZone: 'Asia/Shanghai',
      ownerId: owner.id,
      sponsorId: sponsor.id,
      roles: Object.fromEntries(Object.entries(team).map(([role, { id }]) => [role, id])),
    };
    const { id } = await owner.call({ method: 'POST', path: '/engagements', body }, Created);
    return new Run(world, one, id);
  }

  get people(): Cast {
    return this.world.people[this.one.locale];
  }

  has(twist: Twist): boolean {
    return this.one.twists[this.one.locale].includes(twist);
  }

  /** Words in the language of the run. */
  words(en: string, zh: string): string {
    return this.one.locale === 'en' ? en : zh;
  }

  criticalityAnswers(): Readonly<Record<string, boolean>> {
    const { criticality, personalData } = this.one;
    const yes = criticality === 'general' ? 0 : CRITICALITY[criticality] - (personalData ? 1 : 0);
    return { ...Object.fromEntries(QUESTIONS.map((key, index) => [key, index < yes])), personalData };
  }

  private at = ({ path, ...request }: ApiRequest): ApiRequest => ({
    ...request,
    path: `/engagements/${this.id}${path}`,
  });

  get = <T>(who: Speaker, path: string, answer: ZodType<T>): Promise<T> =>
    who.call(this.at({ method: 'GET', path }), answer);

  put = (who: Speaker, path: string, body: unknown): Promise<unknown> =>
    who.call(this.at({ method: 'PUT', path, body }), Anything);

  post = <T>(who: Speaker, path: string, body: unknown, answer: ZodType<T>): Promise<T> =>
    who.call(this.at({ method: 'POST', path, body }), answer);

  patch = (who: Speaker, path: string, body: unknown): Promise<unknown> =>
    who.call(this.at({ method: 'PATCH', path, body }), Anything);

  /** Asks for something that is to be refused, and answers the code and what it named. */
  async refused(where: string, who: Speaker, request: ApiRequest): Promise<readonly string[]> {
    const answer = await this.world.answer(who, this.at(request));
    if (answer.status < 400) throw new Error(`${where}: ${request.path} was not refused in ${this.one.title}`);
    return this.world.refusals.take(where, answer);
  }

  refusedGate(where: string, gate: string, body: unknown = {}): Promise<readonly string[]> {
    const { owner, contractManager } = this.people;
    const who = gate === 'contract' ? contractManager : owner;
    return this.refused(where, who, { method: 'POST', path: `/gates/${gate}/submit`, body });
  }

  /** Submits a gate; `between` happens before its approvers answer the mails they got. */
  async pass(gate: string, body: object, between: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const { owner, contractManager } = this.people;
    const who = gate === 'contract' ? contractManager : owner;
    const { requestId } = await this.post(who, `/gates/${gate}/submit`, body, Accepted);
    await this.look(gate);
    await between();
    const comment = this.words('The dossier is sound.', '材料齐全，同意。');
    this.world.writings.add(comment);
    await passGate({ ...this.world.theatre, people: this.people }, { requestId, comment });
  }

  /** The first who is asked finds a page in their own language behind the link. */
  private async look(gate: string): Promise<void> {
    const { sponsor, finance, legal } = this.people;
    const person = gate === 'needs' ? sponsor : gate === 'award' ? finance : legal;
    const { base } = this.world.theatre;
    const mail = await awaitMail(this.world.theatre, person, {
      what: 'An approval request',
      fits: (one) => one.subject.includes(this.one.title) && linksTo(one, `${base}/a/`).length > 0,
    });
    this.world.checkPage(await (await patiently(linksTo(mail, `${base}/a/`)[0] ?? '')).text(), person.locale);
  }

  async reach(state: string): Promise<void> {
    const isThere = async (): Promise<boolean> => (await this.get(this.people.owner, '', State)).state === state;
    await until(isThere, {
      limitMs: 180_000,
      everyMs: 150,
      sentence: `${this.one.title} did not reach ${state} within three minutes.`,
    });
  }
}
