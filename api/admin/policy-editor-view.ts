import { referencesOf } from '../../domain/approval/policy-references';
import { placedSteps } from '../../domain/approval/policy-paths';
import type { PolicyBody } from '../../domain/approval/schema';
import type { DomainError } from '../../domain/errors';
import type { Db } from '../../db/knex';
import { findPeople } from '../../db/stores/people';
import { knownLabel, translate } from '../../templates/catalog';
import type { PolicyEditorPage } from '../../templates/policy-page-data';
import { policyPicture } from '../diagram';
import { countTodo } from '../pages/inbox-page';
import { sendPage, shellFor } from '../pages/reader';
import type { Visit } from '../pages/visit';
import { type FieldPlan, fieldsOnPage, refusalWords } from '../record-form/plan';
import { type DraftNode, listAt, nodeAt, textAt } from './draft';
import { type Drawing, onPage, oneOnPage } from './drawing';
import { backtestFields, type BacktestRun } from './policy-backtest-form';
import { choicesFor, diagramOf } from './policy-choices';
import type { EmailOf } from './policy-draft';
import { settingsFields } from './policy-fields';
import { listForm, stepsIn } from './policy-form';
import { tryPolicy } from './policy-trying';

/** What stands in the form of a policy, and what came of the last press on a button. */
export interface EditorState {
  /** Null for a policy that is not there yet. */
  readonly key: string | null;
  readonly base: number;
  readonly draft: DraftNode;
  /** What the draft says, once it says something whole. */
  readonly candidate: PolicyBody | null;
  /** Whether that could be saved as it stands. */
  readonly isSound: boolean;
  readonly refusal: DomainError | null;
  readonly stale: { readonly version: number; readonly differences: readonly string[] } | null;
  readonly backtest: BacktestRun | null;
}

/** The addresses of everybody whom a policy names. */
export async function emailsOf(db: Db, body: PolicyBody): Promise<EmailOf> {
  const named = referencesOf(body).flatMap(({ kind, id }) => (kind === 'person' ? [id] : []));
  const weighed = placedSteps(body.steps).flatMap(({ step }) => Object.keys(step.weights ?? {}));
  const people = await findPeople(db, [...new Set([...named, ...weighed])]);
  const emails = new Map(people.map(({ id, email }) => [id, email]));
  return (id) => emails.get(id) ?? id;
}

export async function sendEditor(visit: Visit, state: EditorState): Promise<void> {
  const { deps, requests, res, reader } = visit;
  const data = await editorData(visit, state);
  const shell = shellFor(reader, deps, {
    nav: 'admin',
    title: data.heading,
    todo: await countTodo(requests, reader.person.id),
  });
  sendPage(res, reader, { name: 'policy-editor', status: data.refusal === null ? 200 : 422, data: { shell, ...data } });
}

async function editorData(visit: Visit, state: EditorState): Promise<PolicyEditorPage> {
  const { deps, reader } = visit;
  const { key, base, draft, candidate, stale, backtest } = state;
  const { locale } = reader;
  const refusal = state.refusal ?? backtest?.refusal ?? null;
  const choices = await choicesFor(deps.db, locale);
  const drawing: Drawing = { ...choices, refusal, steps: stepsIn(draft['steps'] ?? []) };
  const list = listForm(listAt(draft, 'steps'), { path: 'steps', depth: 0, number: '' }, drawing);
  const settings = onPage(settingsFields(nodeAt(draft, 'settings'), choices), drawing);
  const [titlePlan, keyPlan] = nameFields(draft, drawing);
  const tests = backtestFields(visit);
  const title = textAt(draft, 'title');
  const shown = { list, settings, top: [titlePlan, keyPlan].map(({ name }) => ({ name, fault: null })), tests };
  const home = key === null ? '/admin/policies' : `/admin/policies/${key}`;
  return {
    action: key === null ? '/admin/new-policy' : `${home}/edit`,
    backHref: home,
    heading:
      key === null ? translate(locale, 'policy-page.new') : (knownLabel(locale, 'policy', title) ?? (title || key)),
    keyField: key === null ? oneOnPage(keyPlan, drawing) : null,
    base,
    refusal: stale ? '' : refusalWords(fieldsIn(shown), refusal, locale),
    stale: stale && { ...stale, href: `/admin/policies/${key ?? ''}` },
    titleField: oneOnPage(titlePlan, drawing),
    settings,
    settingsOpen: settings.some(({ fault }) => fault !== null),
    list,
    diagram:
      candidate && diagramOf(await policyPicture(deps.db, { key: key ?? 'new', version: 0, ...candidate }, locale)),
    trial: await trialIn(visit, state),
    backtest: {
      fields: fieldsOnPage(tests, { typed: null, refusal }, locale),
      result: backtest?.result ?? null,
    },
    people: choices.people,
  };
}

/** While the draft is no policy there is no way to show, but the sample values stay. */
function trialIn(visit: Visit, { key, draft, candidate, isSound }: EditorState): Promise<PolicyEditorPage['trial']> {
  const tried = { key: key ?? 'new', title: textAt(draft, 'title'), steps: candidate?.steps ?? [] };
  return tryPolicy(visit, tried, { source: visit.req.body, candidate, isSound });
}

function nameFields(draft: DraftNode, { locale }: Drawing): readonly [FieldPlan, FieldPlan] {
  const say = (key: string): string => translate(locale, key);
  return [
    { name: 'title', kind: 'line', label: say('policy-field.title'), most: 200, value: textAt(draft, 'title') },
    {
      name: 'key',
      kind: 'line',
      label: say('policy-field.key'),
      hint: say('policy-hint.key'),
      most: 64,
      value: textAt(draft, 'key'),
    },
  ];
}

/** Every field of the form, so that a fault which stands at none of them is told above it. */
function fieldsIn(part: unknown): readonly FieldPlan[] {
  if (Array.isArray(part)) return part.flatMap(fieldsIn);
  if (typeof part !== 'object' || part === null) return [];
  if ('name' in part && typeof part.name === 'string') return [{ name: part.name, kind: 'line', label: '' }];
  const own = 'people' in part && 'path' in part && typeof part.path === 'string' ? [`${part.path}.assignees`] : [];
  const rule = 'cells' in part && 'path' in part && typeof part.path === 'string' ? [part.path] : [];
  return [
    ...[...own, ...rule].map((name) => ({ name, kind: 'line', label: '' }) as const),
    ...Object.values(part).flatMap(fieldsIn),
  ];
}
