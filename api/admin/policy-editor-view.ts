import { referencesOf } from '../../domain/approval/policy-references';
import { placedSteps } from '../../domain/approval/policy-paths';
import type { PolicyBody } from '../../domain/approval/schema';
import type { DomainError } from '../../domain/errors';
import type { Db } from '../../db/knex';
import { findPeople } from '../../db/stores/people';
import { knownLabel, translate } from '../../templates/catalog';
import type { Landing, PolicyEditorPage } from '../../templates/policy-page-data';
import { policyPicture } from '../diagram';
import { GROWN_FORM } from '../pages/assets';
import { draftsOf } from '../pages/drafts';
import { countTodo } from '../pages/inbox-page';
import { sendPage, shellFor } from '../pages/reader';
import type { Visit } from '../pages/visit';
import { type FieldPlan, refusalWords } from '../record-form/plan';
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
  /** Where the button that was pressed leads to. */
  readonly landing: Landing;
  /** Whether nothing was typed yet. */
  readonly isFresh: boolean;
}

/** The addresses of everybody whom a policy names. */
export async function emailsOf(db: Db, body: PolicyBody): Promise<EmailOf> {
  const named = referencesOf(body).flatMap(({ kind, id }) => (kind === 'person' ? [id] : []));
  const weighed = placedSteps(body.steps).flatMap(({ step }) => Object.keys(step.weights ?? {}));
  const people = await findPeople(db, [...new Set([...named, ...weighed])]);
  const emails = new Map(people.map(({ id, email }) => [id, email]));
  return (id) => emails.get(id) ?? id;
}

/** Where the form is, and is sent. */
export const editorPath = (key: string | null): string =>
  key === null ? '/admin/new-policy' : `/admin/policies/${key}/edit`;

export async function sendEditor(visit: Visit, state: EditorState): Promise<void> {
  const { deps, requests, res, reader } = visit;
  const data = await editorData(visit, state);
  const shell = shellFor(reader, deps, {
    nav: 'admin',
    title: data.heading,
    drafts: draftsOf(reader.person, data.action),
    script: GROWN_FORM.href,
    todo: await countTodo(requests, reader.person.id),
  });
  sendPage(res, reader, { name: 'policy-editor', status: data.refusal === null ? 200 : 422, data: { shell, ...data } });
}

async function editorData(visit: Visit, state: EditorState): Promise<PolicyEditorPage> {
  const { deps, reader } = visit;
  const { key, base, draft, candidate, stale, backtest, landing } = state;
  const { locale } = reader;
  const refusal = state.refusal ?? backtest?.refusal ?? null;
  const choices = await choicesFor(deps.db, locale);
  const shown = drawForm(visit, state, { ...choices, refusal, steps: stepsIn(draft['steps'] ?? []) });
  const title = textAt(draft, 'title');
  const home = key === null ? '/admin/policies' : `/admin/policies/${key}`;
  return {
    isFresh: state.isFresh,
    action: editorPath(key),
    backHref: home,
    heading:
      key === null ? translate(locale, 'policy-page.new') : (knownLabel(locale, 'policy', title) ?? (title || key)),
    keyField: key === null ? shown.keyField : null,
    base,
    refusal: stale ? '' : refusalWords(fieldsIn(shown), refusal, locale),
    atField: shown.focus !== null,
    landing: refusal === null ? landing : null,
    stale: stale && { ...stale, href: `/admin/policies/${key ?? ''}` },
    titleField: shown.titleField,
    settings: shown.settings,
    settingsOpen: shown.settings.some(({ fault }) => fault !== null),
    list: shown.list,
    diagram:
      candidate && diagramOf(await policyPicture(deps.db, { key: key ?? 'new', version: 0, ...candidate }, locale)),
    trial: await trialIn(visit, state),
    backtest: {
      fields: shown.tests,
      open: backtest !== null,
      result: backtest?.result ?? null,
    },
    people: choices.people,
  };
}

/** The form as it stands. Where work goes on is known once all of it has been drawn, so it is drawn twice. */
function drawForm(visit: Visit, { key, draft }: EditorState, choices: Omit<Drawing, 'focus'>) {
  const drawn = (focus: string | null) => {
    const drawing = { ...choices, focus };
    const [titlePlan, keyPlan] = nameFields(draft, drawing);
    return {
      titleField: oneOnPage(titlePlan, drawing),
      keyField: oneOnPage(keyPlan, drawing),
      list: listForm(listAt(draft, 'steps'), { path: 'steps', depth: 0, number: '' }, drawing),
      settings: onPage(settingsFields(nodeAt(draft, 'settings'), choices), drawing),
      tests: onPage(backtestFields(visit), drawing),
    };
  };
  const { keyField, ...others } = drawn(null);
  const focus = firstWrong(key === null ? { keyField, ...others } : others);
  return { ...drawn(focus), focus };
}

/** Name of the first field that is wrong. What a step seldom says stands below what is in it. */
function firstWrong(part: unknown): string | null {
  if (typeof part !== 'object' || part === null) return null;
  if ('name' in part && 'fault' in part) return typeof part.name === 'string' && part.fault !== null ? part.name : null;
  const inner = Object.entries(part).sort(([one], [other]) => Number(one === 'more') - Number(other === 'more'));
  for (const [, each] of inner) {
    const found = firstWrong(each);
    if (found !== null) return found;
  }
  return null;
}

/** While the draft is no policy there is no way to show, but the sample values stay. */
async function trialIn(visit: Visit, state: EditorState): Promise<PolicyEditorPage['trial']> {
  const { key, draft, candidate, isSound, landing } = state;
  const tried = { key: key ?? 'new', title: textAt(draft, 'title'), steps: candidate?.steps ?? [] };
  const trial = await tryPolicy(visit, tried, { source: visit.req.body, candidate, isSound });
  // Whoever has added a step goes on there, whatever the sample values are.
  return landing === null || landing === 'way' ? trial : withoutFocus(trial);
}

const withoutFocus = (trial: PolicyEditorPage['trial']): PolicyEditorPage['trial'] => ({
  ...trial,
  atField: true,
  fields: trial.fields.map((field) => ({ ...field, focused: false })),
});

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
