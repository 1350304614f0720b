import { z } from 'zod';
import { StartFailure } from '../parts/failure';
import { until } from '../parts/processes';
import { passGate } from './approvals';
import { put, reachState, throughGate } from './engagement';
import { Accepted, Anything, Created } from './http';
import { placeDatasets, type PlacedDataset } from './sources';
import { dayFrom, holder, type Play } from './stage';

const MOVE_LIMIT_MS = 120_000;
const ExitView = z.looseObject({
  playbook: z.array(z.looseObject({ key: z.string(), assigneeId: z.string() })),
  datasets: z.array(
    z.looseObject({
      key: z.string(),
      state: z.string(),
      failure: z.unknown(),
      manifest: z.looseObject({ files: z.number(), bytes: z.number(), sha256: z.string() }).nullable(),
    }),
  ),
});
type DatasetView = z.infer<typeof ExitView>['datasets'][number];

/** G5 and everything after it: notice, data moved and read back, settlement (G6), deletion, end. */
export async function leave(play: Play, directory: string): Promise<void> {
  await waitForTasks(play);
  await terminate(play);
  await finishTasks(play, ['notify-vendor', 'review-contract', 'data-inventory', 'knowledge-transfer']);
  const datasets = placeDatasets(play.example, directory);
  await put(holder(play, 'serviceManager'), `/engagements/${play.id}/exit/datasets`, datasets);
  for (const dataset of datasets) await move(play, dataset);
  await finishTasks(play, ['migrate-data', 'acknowledge-data', 'revoke-access']);
  await put(holder(play, 'contractManager'), `/engagements/${play.id}/settlement`, play.example.exit.settlement);
  await throughGate(play, { gate: 'settlement', by: 'contractManager', comment: 'The account is right.' });
  await finishTasks(play, ['settle-fees']);
  await resolveDisputes(play);
  await agreeOnPaper(play);
  await lookBack(play);
  await finishTasks(play, ['exit-review']);
  await shortenWaiting(play);
  for (const dataset of datasets) await erase(play, dataset);
  await finishTasks(play, ['delete-data']);
  await reachState(play, 'CLOSED');
}

/** Nothing is left behind: the end waits for every task of the exit. */
async function waitForTasks({ admin, say }: Play): Promise<void> {
  const body = { recallDays: 5, silentDays: 10, retentionMonths: 36, closingNeedsTasks: true };
  await admin({ method: 'PUT', path: '/settings/exit-rules', body }, Anything);
  say('engagements close only once every task of their exit has ended');
}

/** Whoever a task of the exit was given to says that it is done. */
async function finishTasks(play: Play, keys: readonly string[]): Promise<void> {
  const { id, people, say } = play;
  const playbook = await playbookOf(play);
  for (const key of keys) {
    const assigneeId = playbook.find((task) => task.key === key)?.assigneeId;
    const assignee = Object.values(people).find((person) => person.id === assigneeId);
    if (!assignee) throw new StartFailure(`Nobody has the exit task ${key}.`);
    const request = { method: 'POST', path: `/engagements/${id}/exit/tasks/${key}/done`, body: {} } as const;
    await assignee.call({ ...request, key: `demo-${id}-task-${key}` }, Anything);
  }
  say(`done: ${keys.join(', ')}`);
}

/** The tasks of the exit; they are laid out once the workflow has entered it, a moment after its state says so. */
async function playbookOf({ admin, id }: Play) {
  const read = async () => (await admin({ method: 'GET', path: `/engagements/${id}/exit` }, ExitView)).playbook;
  const isLaidOut = async (): Promise<boolean> => (await read()).length > 0;
  await until(isLaidOut, {
    limitMs: MOVE_LIMIT_MS,
    sentence: 'The tasks of the exit were not laid out in two minutes.',
  });
  return read();
}

async function terminate(play: Play): Promise<void> {
  const { cause, comment, days } = play.example.exit;
  const body = { cause, comment, noticeDate: dayFrom(play), effectiveDate: dayFrom(play, days) };
  const request = { method: 'POST', path: `/engagements/${play.id}/termination`, body } as const;
  const { requestId } = await holder(play, 'contractManager').call(
    { ...request, key: `demo-${play.id}-exit` },
    Accepted,
  );
  await passGate(play, { requestId, comment: 'We leave in good order.' });
  await reachState(play, 'EXITING');
}

async function move(play: Play, { key }: PlacedDataset): Promise<void> {
  const manager = holder(play, 'serviceManager');
  const path = `/engagements/${play.id}/exit/datasets/${key}`;
  await manager.call(
    { method: 'POST', path: `${path}/migrate`, body: { mode: 'real' }, key: `demo-${play.id}-migrate-${key}` },
    Anything,
  );
  const { manifest } = await awaitDataset(play, key, 'verified');
  if (!manifest) throw new StartFailure(`The dataset ${key} is verified and has no manifest.`);
  play.say(
    `${key}: ${manifest.files} files, ${manifest.bytes} bytes moved and read back, SHA-256 ${manifest.sha256.slice(0, 16)}…`,
  );
  const body = { sha256: manifest.sha256, comment: 'Received in full.' };
  await manager.call(
    { method: 'POST', path: `${path}/acknowledge`, body, key: `demo-${play.id}-acknowledge-${key}` },
    Anything,
  );
}

async function awaitDataset(play: Play, key: string, state: string): Promise<DatasetView> {
  const found: DatasetView[] = [];
  const look = async (): Promise<boolean> => {
    const { datasets } = await play.admin({ method: 'GET', path: `/engagements/${play.id}/exit` }, ExitView);
    const dataset = datasets.find((one) => one.key === key);
    if (dataset?.state === 'mismatch' || dataset?.failure)
      throw new StartFailure(`The dataset ${key} failed: ${JSON.stringify(dataset.failure ?? dataset.state)}`);
    if (dataset?.state === state) found.push(dataset);
    return found.length > 0;
  };
  await until(look, { limitMs: MOVE_LIMIT_MS, sentence: `The dataset ${key} was not ${state} within two minutes.` });
  return found[0]!;
}

const Disputes = z.looseObject({ items: z.array(z.looseObject({ id: z.string(), line: z.number() })) });

/** What was approved as disputed is settled before anybody can agree to the account. */
async function resolveDisputes({ admin, id, people, example, say }: Play): Promise<void> {
  const path = `/engagements/${id}/settlement/disputes`;
  const { items } = await admin({ method: 'GET', path }, Disputes);
  for (const dispute of items) {
    const body = { outcome: 'withdrawn', reason: example.exit.waiver };
    const request = { method: 'POST', path: `${path}/${dispute.id}/resolve`, body } as const;
    await holder({ people, example }, 'owner').call(
      { ...request, key: `demo-${id}-dispute-${dispute.line}` },
      Anything,
    );
    say(`the dispute about line ${dispute.line} of the settlement is withdrawn`);
  }
}

/** The vendor has signed the account; the mail with its link would do as well. */
async function agreeOnPaper(play: Play): Promise<void> {
  const path = `/engagements/${play.id}/settlement/confirmation`;
  const body = { name: 'Vendor', evidence: play.example.exit.waiver };
  const request = { method: 'POST', path, body, key: `demo-${play.id}-agreement` } as const;
  await holder(play, 'contractManager').call(request, Anything);
  play.say('the vendor agrees to the account');
}

async function lookBack(play: Play): Promise<void> {
  const body = { summary: play.example.exit.comment, vendorStatus: 'exited', measures: [], lessons: [] };
  await put(holder(play, 'owner'), `/engagements/${play.id}/exit/review`, body);
}

/** Two people agree that nothing has to wait, because the data has been compared. */
async function shortenWaiting(play: Play): Promise<void> {
  const path = `/engagements/${play.id}/exit/waivers`;
  const body = { days: 0, reason: play.example.exit.waiver };
  const waiver = await holder(play, 'contractManager').call(
    { method: 'POST', path, body, key: `demo-${play.id}-waiver` },
    Created,
  );
  await holder(play, 'legal').call(
    { method: 'POST', path: `${path}/${waiver.id}/confirm`, body: {}, key: `demo-${play.id}-confirm` },
    Anything,
  );
  play.say('the waiting period before deletion is waived by two people');
}

async function erase(play: Play, { key, title, personalData }: PlacedDataset): Promise<void> {
  const request = { method: 'POST', path: `/engagements/${play.id}/exit/datasets/${key}/delete`, body: {} } as const;
  const { requestId } = await holder(play, 'contractManager').call(
    { ...request, key: `demo-${play.id}-delete-${key}` },
    Accepted,
  );
  await passGate(play, { requestId, comment: 'The copy at the vendor may go.' });
  await awaitDataset(play, key, 'deleted');
  play.say(`${title} is deleted at the vendor${personalData ? ', personal data and all' : ''}`);
}
