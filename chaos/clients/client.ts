import { setTimeout as sleep } from 'node:timers/promises';
import { CHOICES } from '../evidence';
import type { Random } from '../random';
import { decideByLink, decideByToken, type Desk, reportValue, startEngagement, startRequest, withdraw } from './acts';
import type { Answer } from './call';
import type { PolicyKey } from './world';

export interface ClientOptions {
  readonly desk: Desk;
  readonly random: Random;
  /** Between two acts, on average. */
  readonly paceMs: number;
  /** Things that all clients together start at most. */
  readonly budget: { left: number };
  /** The share of decisions for which two buttons are pressed at once. */
  readonly doubles: number;
  /** The share of answered calls that are repeated under their key all the same. */
  readonly repeats: number;
  /** The share of acts that start an engagement; the others keep their proportions. */
  readonly engagements: number;
  /** Distinguishes the keys of this run. */
  readonly run: string;
}

/** A user who does one thing after the other, repeats what nobody answered, and sometimes presses a button twice. */
export class Client {
  #count = 0;

  constructor(private readonly options: ClientOptions) {}

  async work(signal: AbortSignal): Promise<void> {
    const { random, paceMs } = this.options;
    while (!signal.aborted) {
      await this.act();
      await sleep(random.exponential(paceMs), undefined, { signal }).catch(() => undefined);
    }
  }

  async act(): Promise<void> {
    const { random, engagements } = this.options;
    if (random.chance(engagements)) return this.engage();
    const draw = random.next();
    if (draw < 0.37) return this.ask();
    if (draw < 0.84) return this.decide();
    if (draw < 0.9) return this.takeBack();
    return this.report();
  }

  private async ask(): Promise<void> {
    const { random, desk, budget } = this.options;
    if (budget.left <= 0) return this.decide();
    budget.left -= 1;
    const requester = random.pick(desk.world.requesters);
    const policyKey = random.chance(0.15) ? 'chaos-slow' : random.pick<PolicyKey>(['chaos-any', 'chaos-all']);
    await this.again((key) => startRequest(desk, { requester, policyKey, key }));
  }

  /** The request that was started last. */
  private async takeBack(): Promise<void> {
    const { desk } = this.options;
    const request = desk.office.requests.pop();
    if (request) await this.again((key) => withdraw(desk, key, request));
  }

  private async engage(): Promise<void> {
    const { random, desk, budget } = this.options;
    if (budget.left <= 0) return this.decide();
    budget.left -= 1;
    const owner = random.pick(desk.world.requesters);
    await this.again((key) => startEngagement(desk, owner, key));
  }

  private async decide(): Promise<void> {
    const { random, desk, doubles } = this.options;
    const task = desk.office.task(random, random.chance(0.7));
    if (!task) return;
    const choice = random.chance(0.75) ? CHOICES[0] : CHOICES[1];
    const byLink = task.link !== null && random.chance(0.7);
    const once = (decisionId: string) => (byLink ? decideByLink : decideByToken)(desk, { task, choice, decisionId });
    // Two presses of one button.
    if (random.chance(doubles)) await Promise.all([this.again(once), this.again(once)]);
    else await this.again(once);
  }

  private async report(): Promise<void> {
    const { random, desk } = this.options;
    const { engagements } = desk.office;
    const engagementId = engagements[random.below(engagements.length)];
    if (engagementId === undefined) return;
    const month = 1 + random.below(3);
    const reading = { engagementId, period: `2026-0${month}`, value: 90 + month };
    await this.again((key) => reportValue(desk, { ...reading, key }));
  }

  /** The same call under the same key, as long as nobody knows what became of it; now and then although it is known. */
  private async again(once: (key: string) => Promise<Answer | null>): Promise<void> {
    const { random, desk, run, repeats } = this.options;
    const key = `${run}-${desk.client}-${++this.#count}`;
    for (let tries = 0; tries < 4; tries += 1) {
      const answer = await once(key);
      if (answer === null || answer.outcome === 'fail') return;
      if (answer.outcome === 'ok' && !random.chance(repeats)) return;
      if (answer.outcome === 'info' && random.chance(0.2)) return;
      await sleep(200 + random.exponential(400));
    }
  }
}
