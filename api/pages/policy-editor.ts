import { type RequestHandler, Router } from 'express';
import { diffPolicies } from '../../domain/approval/policy-diff';
import type { PolicyBody } from '../../domain/approval/schema';
import { DomainError } from '../../domain/errors';
import { Key } from '../../domain/shapes';
import { findPolicy } from '../../db/stores/policies';
import { POLICY_WRITERS } from '../admin/access';
import { afterAct, blankStep, settled } from '../admin/draft-acts';
import { checkDraftLengths, type Draft, isList, readDraft, textAt } from '../admin/draft';
import { inAddresses, peopleNamedIn } from '../admin/known-people';
import { candidateIn } from '../admin/policy-candidate';
import { draftOf } from '../admin/policy-draft';
import { editorPath, emailsOf, type EditorState, sendEditor } from '../admin/policy-editor-view';
import { runBacktest } from '../admin/policy-backtest-form';
import { checkWhole, existingPolicy, savePolicy } from '../policies';
import { parseWith } from '../parse';
import { etagOf } from '../precondition';
import { checkAccess } from '../session';
import { formField } from './csrf';
import { recordedForm } from './drafts';
import type { PageDeps } from './reader';
import { PROPOSALS } from './receiver-paths';
import { callOf, type Visit } from './visit';

type Page = (show: (visit: Visit) => Promise<unknown>) => RequestHandler;

/** The form of a policy. Every press on a button sends all of it, so that what was typed is there again afterwards. */
export function policyEditor(_deps: PageDeps, page: Page): Router {
  const router = Router();
  const writers = (show: (visit: Visit) => Promise<unknown>) =>
    page((visit) => {
      checkAccess(POLICY_WRITERS, visit.reader.person);
      return show(visit);
    });
  router.get(
    '/admin/new-policy',
    writers((visit) => sendEditor(visit, FRESH)),
  );
  router.post(
    '/admin/new-policy',
    writers((visit) => act(visit, null)),
  );
  router.get('/admin/policies/:key/edit', writers(open));
  router.post(
    '/admin/policies/:key/edit',
    writers((visit) => act(visit, keyOf(visit))),
  );
  return router;
}

const keyOf = ({ req }: Visit): string => parseWith(Key, req.params['key'], 'NOT_FOUND');

const UNTRIED = {
  ...{ refusal: null, stale: null, candidate: null, isSound: false, backtest: null, landing: null },
  isFresh: false,
} as const;
const FRESH: EditorState = {
  ...UNTRIED,
  isFresh: true,
  key: null,
  base: 0,
  draft: { key: '', title: '', settings: {}, steps: [blankStep('step-1')] },
};

async function open(visit: Visit): Promise<void> {
  const policy = await existingPolicy(visit.deps.db, keyOf(visit));
  const { key, version: base } = policy;
  const draft = draftOf(policy, await emailsOf(visit.deps.db, policy));
  await sendEditor(visit, { ...UNTRIED, isFresh: true, key, base, draft, candidate: policy, isSound: true });
}

/** One press on a button of the form: a change to the draft, a look at the way, a test on the past, or the saving. */
async function act(visit: Visit, key: string | null): Promise<void> {
  const { deps, req } = visit;
  const sent = settled(readDraft(req.body));
  const button = formField(req, 'act');
  const changed = afterAct(sent, button);
  const draft = changed ?? sent;
  const idOf = await peopleNamedIn(deps.db, textsIn(draft));
  const base = Number(formField(req, 'base')) || 0;
  const state: EditorState = { ...UNTRIED, key, base, draft, landing: landingOf(button) };
  const tried = attempt(() => {
    checkDraftLengths(req.body);
    return candidateIn(draft, idOf);
  });
  if (tried instanceof DomainError) return sendEditor(visit, { ...state, refusal: changed ? null : tried });
  if (button === 'save') return save(visit, { ...state, candidate: tried });
  const fault = await faultOf(visit, key ?? NEW, tried);
  const looked = { ...state, candidate: tried, isSound: fault === null, refusal: changed ? null : fault };
  if (fault !== null || button !== 'backtest') return sendEditor(visit, looked);
  return sendEditor(visit, { ...looked, backtest: await runBacktest(visit, { key, candidate: tried }) });
}

/** A button that changes the draft names the place to which it leads. */
const landingOf = (button: string): EditorState['landing'] =>
  ({ preview: 'way', backtest: 'past' })[button] ?? button.split(':')[2] ?? null;

/** Under this key a policy that has none yet is looked at; no rule is about it. */
const NEW = 'new';

async function faultOf({ deps: { db } }: Visit, key: string, candidate: PolicyBody): Promise<DomainError | null> {
  try {
    await checkWhole(db, key, candidate);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return inAddresses(error);
    throw error;
  }
}

const textsIn = (draft: Draft): readonly string[] => {
  if (typeof draft === 'string') return [draft];
  return (isList(draft) ? draft : Object.values(draft)).flatMap(textsIn);
};

function attempt(read: () => PolicyBody): PolicyBody | DomainError {
  try {
    return read();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

async function save(visit: Visit, state: EditorState & { readonly candidate: PolicyBody }): Promise<void> {
  const { deps, req, res } = visit;
  const { candidate, base } = state;
  // Who has seen what another one saved meanwhile may say that theirs comes after it.
  const onto = Number(formField(req, 'onto')) || base;
  try {
    const key = state.key ?? parseKey(textAt(state.draft, 'key'));
    const ifMatch = state.key === null ? null : etagOf(onto).etag;
    const bodyOf = (newest: unknown) => {
      if (state.key === null && newest !== null) throw new DomainError('CONFLICT', 'There is such a policy.', TAKEN);
      return candidate;
    };
    const { version, proposalId } = await savePolicy(deps.db, { key, call: { ...callOf(visit), ifMatch }, bodyOf });
    recordedForm(visit, editorPath(state.key));
    res.redirect(303, proposalId ? `${PROPOSALS}?done=made` : `/admin/policies/${key}?saved=1&version=${version}`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const stale = error.code === 'PRECONDITION_FAILED' ? await meanwhile(visit, state) : null;
    await sendEditor(visit, { ...state, refusal: inAddresses(error), stale });
  }
}

const TAKEN = [{ path: 'key', message: 'is taken' }];

function parseKey(key: string): string {
  const parsed = Key.safeParse(key);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DomainError('INVALID_FIELDS', 'The key is not one.', [{ path: 'key', message: issue?.message ?? '' }]);
}

/** What the newest version says otherwise than the one that the form was drawn from. */
async function meanwhile({ deps: { db } }: Visit, { key, base }: EditorState): Promise<EditorState['stale']> {
  const newest = key === null ? null : await findPolicy(db, key);
  const before = key === null ? null : await findPolicy(db, key, base);
  if (!newest || !before) return null;
  const { titleChanged, settings, added, removed, changed } = diffPolicies(before, newest);
  const keys = [
    ...(titleChanged ? ['title'] : []),
    ...settings,
    ...added,
    ...removed,
    ...changed.map((one) => one.key),
  ];
  return { version: newest.version, differences: [...new Set(keys)] };
}
