import { engagementAccess } from '../../domain/engagement/access';
import { isEnded, LEAVING } from '../../domain/engagement/statuses';
import { type KnowledgeAct, knowledgeObjection } from '../../domain/exit/knowledge';
import type { KnowledgeView } from '../../domain/exit/knowledge-schema';
import { READY, readinessOn } from '../../domain/exit/preparation';
import { READINESS_PARTS, READINESS_POINTS } from '../../domain/exit/readiness';
import type { ReturnItem } from '../../domain/exit/return-schema';
import { statesOf, type TaskAct, taskAccess, taskObjection } from '../../domain/exit/tasks';
import { localDate } from '../../domain/calendar/zone';
import type { Locale, Person } from '../../domain/people/people';
import { exitMatters } from '../../db/read/exit-matters';
import { exitReviewView } from '../../db/read/exit-review';
import { preparationOf } from '../../db/read/preparation';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { returnsOf } from '../../db/stores/exit-returns';
import { exitTasksOf } from '../../db/stores/exit-tasks';
import { knowledgeOf } from '../../db/stores/knowledge-transfers';
import { labelOf, translate } from '../../templates/catalog';
import { gauge } from '../../templates/chart/gauge';
import type { ExitPage, ExitReviewOnPage, ReadinessOnPage } from '../../templates/exit-page-data';
import { teamOf } from '../engagement-scope';
import { readinessView } from '../exit-readiness';
import { taskViews } from '../pages/exit-view';
import { formPath, mayWrite } from '../pages/form-links';
import { namesOf } from '../pages/request-view';
import { RETURNED_IN } from '../routes/exit-returns';
import { aboutKnowledge, aboutReturn, aboutTask, attemptAt, type Tried } from './attempt';

/** Who looks at the page, and what they have just tried. */
export interface ExitSeen {
  readonly person: Person;
  readonly locale: Locale;
  readonly now: number;
  readonly tried: Tried | null;
}

/** How ready the exit is, as a picture with its figures, and what each part rests on. */
export async function readinessPart(
  db: Db,
  row: EngagementRow,
  { locale, now }: Pick<ExitSeen, 'locale' | 'now'>,
): Promise<ReadinessOnPage> {
  const { score, parts, evidence } = readinessView(
    readinessOn(await preparationOf(db, row), localDate(row.time_zone, now)),
    locale,
  );
  const rows = READINESS_PARTS.map((part) => {
    const most = READINESS_POINTS[part];
    return { part, most, points: Math.round(parts[part] * most * 10) / 10, evidence: evidence[part] };
  });
  return {
    score,
    ready: score >= READY,
    gauge: gauge({
      title: translate(locale, 'exit.readiness'),
      unit: '',
      locale,
      value: score,
      limit: { name: translate(locale, 'exit.ready-from'), value: READY },
      name: translate(locale, 'exit.part'),
      parts: rows.map(({ part, points, most }) => ({
        label: labelOf(locale, 'readiness-part', part),
        value: points,
        text: translate(locale, 'exit.points', { points, most }),
      })),
    }),
    parts: rows,
  };
}

/** The playbook, each task with what the reader may do about it now. */
export async function tasksPart(db: Db, row: EngagementRow, { person, tried }: ExitSeen): Promise<ExitPage['tasks']> {
  const tasks = await exitTasksOf(db, row.id);
  const matters = await exitMatters(db, row.id);
  const views = await taskViews(db, tasks, matters);
  return tasks.flatMap((task, place) => {
    const view = views[place];
    if (!view) return [];
    const may = (act: TaskAct): boolean =>
      statesOf(task).includes(row.state) &&
      taskAccess(act, { person, team: teamOf(row), task }) === null &&
      taskObjection(act, task, { tasks, matters }) === null;
    const [mayEnd, mayWaive] = [may('done'), may('waive')];
    const acts = { mayEnd, mayWaive, mayAct: mayEnd || mayWaive, mayConfirm: may('confirm-waiver') };
    return [{ ...view, ...acts, attempt: attemptAt(aboutTask(task.key), tried) }];
  });
}

const millis = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));

/** What the vendor has of ours; what is open first. */
export async function returnsPart(
  db: Db,
  row: EngagementRow,
  { person, tried }: ExitSeen,
): Promise<ExitPage['returns']> {
  const stored = await returnsOf(db, row.id);
  const items: readonly ReturnItem[] = stored?.items ?? [];
  const nameOf = await namesOf(
    db,
    items.map(({ confirmedBy }) => confirmedBy),
  );
  const mayConfirm = RETURNED_IN.includes(row.state) && engagementAccess('edit', person, teamOf(row)) === null;
  return {
    reviewedAt: stored?.reviewedAt ?? null,
    formHref: mayWrite(row, person) ? formPath(row, 'exit-returns') : null,
    items: items
      .toSorted((a, b) => Number(a.state !== 'open') - Number(b.state !== 'open'))
      .map(({ key, kind, title, holder, count, state, evidence, worth, confirmedBy, confirmedAt, declared }) => ({
        ...{ key, kind, title, holder, count, state, evidence, worth },
        declaredAt: millis(declared?.at ?? null),
        declaredNote: declared?.note ?? null,
        confirmedBy: confirmedBy && nameOf(confirmedBy),
        confirmedAt: millis(confirmedAt),
        mayConfirm: mayConfirm && state !== 'returned',
        attempt: attemptAt(aboutReturn(key), tried),
      })),
  };
}

/** What has to be known, and how far it has gone over. */
export async function knowledgePart(
  db: Db,
  row: EngagementRow,
  { person, tried }: ExitSeen,
): Promise<ExitPage['knowledge']> {
  const items = await knowledgeOf(db, row.id);
  const nameOf = await namesOf(
    db,
    items.flatMap(({ receiverId, handedOverBy }) => [receiverId, handedOverBy]),
  );
  const writes = mayWrite(row, person);
  const form = formPath(row, 'exit-knowledge');
  const may = (act: KnowledgeAct, item: KnowledgeView): boolean =>
    (act === 'answer' ? !isEnded(row.state) : writes) && knowledgeObjection(act, item, person.id) === null;
  return {
    formHref: writes ? form : null,
    items: items.map((item) => ({
      ...item,
      receiver: nameOf(item.receiverId),
      handedOverBy: item.handedOverBy && nameOf(item.handedOverBy),
      handedOverAt: millis(item.handedOverAt),
      answeredAt: millis(item.answeredAt),
      changeHref: may('change', item) ? `${form}?of=${item.id}` : null,
      mayHandOver: may('hand-over', item),
      mayAnswer: may('answer', item),
      attempt: attemptAt(aboutKnowledge(item.id), tried),
    })),
  };
}

/** The last look back; null before anybody leaves. */
export async function reviewPart(db: Db, row: EngagementRow, person: Person): Promise<ExitReviewOnPage | null> {
  if (!LEAVING.includes(row.state)) return null;
  const { state, facts, measures, summary, vendorStatus, lessons } = await exitReviewView(db, row);
  const writes = state !== 'closed' && engagementAccess('edit', person, teamOf(row)) === null;
  return {
    ...{ state, summary, vendorStatus },
    ...{ score: facts.score.rolling, standing: facts.score.standing },
    ...{ met: measures.met, measures: measures.items.length },
    lessons: lessons.map(({ check }) => check),
    formHref: writes ? formPath(row, 'exit-review') : null,
  };
}
