import type { Db } from '../../db/knex';
import { type Sent, sumChunks } from '../../db/stores/dataset-entries';
import { type Run, listRuns } from '../../db/stores/dataset-runs';
import { type Dataset, listDatasets } from '../../db/stores/datasets';
import { type Around, blockersOf, type Matters } from '../../domain/exit/tasks';
import { isCharge } from '../../domain/exit/settlement-kinds';
import type { ExitTask } from '../../domain/exit/task-schema';
import { exitMatters } from '../../db/read/exit-matters';
import { exitTasksOf } from '../../db/stores/exit-tasks';
import { findPeople } from '../../db/stores/people';
import { runProgress } from '../../db/read/migration-progress';
import { settlementView } from '../../db/read/settlement-account';
import type { Locale } from '../../domain/people/people';
import type { Bilingual } from '../../domain/shapes';
import { datasetForms, type DatasetReader, deletionBars, deletionMissing } from './dataset-view';
import { certificateForms } from '../routes/deletion-certificate';
import { labelOf } from '../../templates/catalog';
import type { DatasetView, ExitTaskView, ExitView } from '../../templates/exit-part-data';

/** The exit as far as it has come; null while nothing speaks of leaving. */
export async function exitView(db: Db, reader: DatasetReader): Promise<ExitView | null> {
  const { row, now } = reader;
  const [datasets, settlement] = await Promise.all([listDatasets(db, row.id), settlementView(db, row.id)]);
  if (row.exit_cause === null && datasets.length === 0 && !settlement) return null;
  const runs = datasets.length > 0 ? await listRuns(db, row.id) : [];
  const sent = await sumChunks(
    db,
    runs.map(({ id }) => id),
  );
  return {
    cause: row.exit_cause,
    effectiveDate: row.exit_effective_date,
    datasets: await Promise.all(
      datasets.map(async (dataset) => {
        const run = runs.find(({ id }) => id === dataset.runId);
        const missing = await deletionMissing(db, dataset, now);
        return { ...datasetView(dataset, run, run && sent.get(run.id)), forms: datasetForms(reader, dataset), missing };
      }),
    ),
    bars: datasets.length > 0 ? await deletionBars(db, reader, datasets) : null,
    tasks: await taskViews(db, await exitTasksOf(db, row.id), await exitMatters(db, row.id)),
    settlementHref: `/engagements/${row.id}/settlement`,
    settlement: settlement && {
      ...settlement,
      lines: settlement.lines.map(({ kind, money, disputed = false }) => ({
        ...{ kind, money, disputed },
        charge: isCharge(kind),
      })),
    },
  };
}

/** Tasks in the words of their people. */
export async function taskViews(
  db: Db,
  tasks: readonly ExitTask[],
  matters: Matters,
): Promise<readonly ExitTaskView[]> {
  const ids = tasks.flatMap(({ assigneeId, closedBy, waiver }) => [assigneeId, closedBy, waiver?.askedBy]);
  const people = await findPeople(
    db,
    [...new Set(ids)].filter((id) => typeof id === 'string'),
  );
  const nameOf = (id: string): string => people.find((person) => person.id === id)?.name ?? id;
  return tasks.map((task) => ({
    ...endOf(task, nameOf),
    title: task.titles,
    waitsFor: waitsFor(task, { tasks, matters }),
  }));
}

/** Titles of the tasks before it, and what people call the things it is about. */
function waitsFor(task: ExitTask, { tasks, matters }: Around): readonly Bilingual[] {
  const names = (matters[task.key] ?? []).map(({ path, name }) => {
    const sayIn = (locale: Locale): string => name ?? labelOf(locale, 'exit-matter', path);
    return [path, { en: sayIn('en'), 'zh-CN': sayIn('zh-CN') }] as const;
  });
  const known = new Map<string, Bilingual>([...tasks.map(({ key, titles }) => [key, titles] as const), ...names]);
  return blockersOf(task, { tasks, matters }).flatMap(({ path }) => known.get(path) ?? []);
}

function endOf(task: ExitTask, nameOf: (id: string) => string): Omit<ExitTaskView, 'title' | 'waitsFor'> {
  const { key, due, state, assigneeId, comment, waiver, closedBy, closedAt } = task;
  return {
    key,
    due,
    state: state === 'open' && waiver ? 'waiver-asked' : state,
    assignee: nameOf(assigneeId),
    comment,
    waiver: waiver && { reason: waiver.reason, askedBy: nameOf(waiver.askedBy) },
    closedBy: closedBy && nameOf(closedBy),
    closedAt: closedAt === null ? null : Date.parse(closedAt),
  };
}

function datasetView(
  { engagementId, key, title, personalData, state }: Dataset,
  run: Run | undefined,
  sent: Sent | undefined,
): Omit<DatasetView, 'forms' | 'missing'> {
  const manifest = run?.manifest?.content;
  const { phase, bytesPerSecond, remainingSeconds, verifiedBytes } = runProgress(run ?? null, sent);
  return {
    title,
    certificate: state === 'deleted' ? certificateForms(engagementId, key) : [],
    personalData,
    state,
    bytes: manifest?.bytes ?? sent?.bytes ?? 0,
    totalBytes: run && run.totals.bytes > 0 ? run.totals.bytes : null,
    rows: manifest?.rows ?? sent?.rows ?? 0,
    files: manifest?.files ?? sent?.entries ?? 0,
    sha256: manifest?.sha256.slice(0, 16) ?? null,
    running: phase && {
      phase,
      verifiedBytes: phase === 'verify' ? verifiedBytes : null,
      bytesPerSecond,
      minutes: remainingSeconds === null ? null : Math.ceil(remainingSeconds / 60),
    },
  };
}
