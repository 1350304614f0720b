import { setTimeout } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { v7 as uuidv7 } from 'uuid';
import type { Activities } from '../../activities';
import { requestWorkflowId } from '../../workflows/ids';
import { storedHistory } from '../history';
import { refusedBy } from '../replay/refused';
import { presentBundle, type TestTemporal, timeSkipping } from '../temporal';
import { EngagementDesk } from './engagement-desk';

/**
 * Where somebody queries a run in the turn in which a local activity ends, that end belongs to the turn after it, but to the same
 * one in a replay: see `workflows/changes.ts`.
 */
let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkipping();
});
afterAll(() => temporal.close());

const ENGAGEMENTS = 12;

async function refusedOf(runs: readonly WorkflowHandle[]): Promise<readonly string[]> {
  const histories = runs.map(async (run) => ({ name: run.workflowId, history: await storedHistory(run) }));
  return refusedBy({ workflowBundle: await presentBundle() }, await Promise.all(histories));
}

/** Asks again and again while the turn after a record is being taken. */
function inquirer() {
  const answers: Promise<unknown>[] = [];
  const ask = (run: WorkflowHandle, query: string): void => {
    for (let ms = 0; ms < 12; ms += 0.5) answers.push(setTimeout(ms).then(() => run.query(query)));
  };
  return { ask, answered: () => Promise.all(answers) };
}

async function playAsked(desk: EngagementDesk): Promise<void> {
  const { ask, answered } = inquirer();
  const request = (id: string): WorkflowHandle => temporal.client.workflow.getHandle(requestWorkflowId(id));
  const recordEngagement: Activities['recordEngagement'] = (step) => {
    ask(desk.handle(), 'engagement');
    return desk.fakes.recordEngagement(step);
  };
  const recordRequest: Activities['recordRequest'] = (step) => {
    ask(request(step.state.id), 'request');
    return desk.fakes.recordRequest(step);
  };
  await desk.run({ recordEngagement, recordRequest }, async (engagement) => {
    const gates = [
      ['needs', uuidv7()],
      ['award', uuidv7()],
    ] as const;
    for (const [index, [gate, id]] of gates.entries()) {
      await desk.submit(gate, id);
      await desk.decide(id, 'approve');
      await desk.journal.until('engagement.gate-decided', index + 1);
    }
    await answered();
    expect(await refusedOf([engagement, ...gates.map(([, id]) => request(id))])).toEqual([]);
    await engagement.terminate();
  });
}

test.each([{}, { byDateKeeper: true }])(
  'an engagement and its requests that were asked about themselves in the middle of their turns replay, in the course %j',
  async (course) => {
    for (let n = 0; n < ENGAGEMENTS; n += 1) await playAsked(new EngagementDesk(temporal, course));
  },
  180_000,
);
