import { type RequestHandler, Router } from 'express';
import { isRuledOut } from '../../domain/approval/held-apart';
import { DomainError } from '../../domain/errors';
import { needsTwo } from '../../domain/people/duty-rules';
import { DutyRules } from '../../domain/people/duty-rules-schema';
import { hasRole, type Locale, type OurRole } from '../../domain/people/people';
import type { Db } from '../../db/knex';
import { listPolicies } from '../../db/stores/policies';
import { listProposals } from '../../db/stores/proposals';
import { translate } from '../../templates/catalog';
import { formatNames } from '../../templates/format';
import { ADMIN_READERS, POLICY_WRITERS } from '../admin/access';
import { sendForm } from '../admin/admin-form';
import { ruleWords } from '../admin/proposal-words';
import { otherAdmins } from '../administrators';
import { parseWith } from '../parse';
import { etagOf } from '../precondition';
import { ONTO_FIELDS, versionIn } from '../record-form/newer';
import {
  type FieldPlan,
  figure,
  FRESH,
  one,
  type Outcome,
  type Typed,
  typedIn,
  versionField,
} from '../record-form/plan';
import { DUTY_RULES, saveDutyRules } from '../save-duty-rules';
import { checkAccess, checkFresh } from '../session';
import { storedSetting } from '../settings';
import { recordedForm } from './drafts';
import type { Guarded } from './guard';
import { isProven, toConfirm } from './prove-again';
import { type PageDeps, queryText } from './reader';
import { DUTY_RULES_PAGE as PATH, PROPOSALS } from './receiver-paths';
import type { Requests } from './requests-port';
import { callOf, type Visit } from './visit';

/** Which duties are kept apart beyond what always is: to be read by whoever administers, and set as its route says. */
export function dutyRulesPage(deps: PageDeps, { insiderForm }: Guarded, requests: Requests): Router {
  const router = Router();
  const page = (who: readonly OurRole[], handle: (visit: Visit) => Promise<unknown>): RequestHandler =>
    insiderForm((req, res, reader) => {
      checkAccess(who, reader.person);
      return handle({ deps, requests, req, res, reader });
    });
  router.get(
    PATH,
    page(ADMIN_READERS, (visit) => (maySet(visit) && !isProven(visit) ? toConfirm(visit) : show(visit, FRESH))),
  );
  router.post(PATH, page(POLICY_WRITERS, act));
  return router;
}

const maySet = ({ reader }: Visit): boolean => hasRole(reader.person, ...POLICY_WRITERS);

function fieldsOf(locale: Locale, version: number, rules: DutyRules): readonly FieldPlan[] {
  const field = (name: keyof DutyRules, part: Pick<FieldPlan, 'kind' | 'required' | 'most' | 'value'>): FieldPlan => ({
    ...{ name, label: translate(locale, `duty-rule.${name}`), hint: translate(locale, `duty-rule-hint.${name}`) },
    ...part,
  });
  const tick = (is: boolean) => ({ kind: 'tick', value: is ? '1' : '' }) as const;
  return [
    versionField(version),
    field('newRoleHours', { kind: 'figure', required: true, most: 3, value: String(rules.newRoleHours) }),
    field('policiesByTwo', tick(rules.policiesByTwo)),
    field('endingsByTwo', tick(rules.endingsByTwo)),
    field('approvalsByOthers', tick(rules.approvalsByOthers)),
    field('noApprovalsByTime', tick(rules.noApprovalsByTime)),
    field('noApprovalsByEditors', tick(rules.noApprovalsByEditors)),
  ];
}

const rulesIn = (typed: Typed) => ({
  newRoleHours: figure(one(typed, 'newRoleHours')) ?? undefined,
  policiesByTwo: one(typed, 'policiesByTwo') !== '',
  endingsByTwo: one(typed, 'endingsByTwo') !== '',
  approvalsByOthers: one(typed, 'approvalsByOthers') !== '',
  noApprovalsByTime: one(typed, 'noApprovalsByTime') !== '',
  noApprovalsByEditors: one(typed, 'noApprovalsByEditors') !== '',
});

async function show(visit: Visit, outcome: Outcome): Promise<void> {
  const { deps, req, reader } = visit;
  const { locale } = reader;
  const say = (key: string): string => translate(locale, key);
  const { version, body } = await storedSetting(deps.db, DUTY_RULES);
  const rules = DutyRules.parse(body);
  const done = outcome.refusal === null && queryText(req, 'done') === '1' ? [say('people-done.saved')] : [];
  const words = { action: PATH, submit: say(needsTwo(rules) ? 'duty-rules.ask' : 'people.save'), kept: true };
  await sendForm(visit, {
    heading: say('admin-part.duty-rules'),
    trail: [
      { href: '/admin', text: say('page.admin.title') },
      { href: PROPOSALS, text: say('page.proposals.title') },
    ],
    lead: say('duty-rules.lead'),
    notes: [...done, ...(await notesOn(visit, rules))],
    facts: maySet(visit) ? [] : ruleWords(rules, locale),
    words: maySet(visit) ? words : null,
    fields: fieldsOf(locale, version, rules),
    outcome,
    recordHref: PATH,
  });
}

/** Where a change goes from here: to another administrator, if there is one and the rules ask for one. */
async function notesOn({ deps: { db }, reader }: Visit, rules: DutyRules): Promise<readonly string[]> {
  const say = (key: string): string => translate(reader.locale, `duty-rules.${key}`);
  const [waiting] = await listProposals(db, { kind: 'duty-rules', state: 'open', after: null, limit: 1 });
  const alone = (await otherAdmins(db, reader.person.id)).length === 0;
  return [
    ...(needsTwo(rules) ? [say('by-two')] : []),
    ...(waiting ? [say('waits')] : []),
    ...(await unheededIn(db, rules, reader.locale)),
    ...(alone && hasRole(reader.person, 'admin') ? [say('alone')] : []),
  ];
}

/** Policies that say otherwise are named, as nothing else tells that it has no effect. */
async function unheededIn(db: Db, rules: DutyRules, locale: Locale): Promise<readonly string[]> {
  const keys = (await listPolicies(db)).flatMap(({ key, steps }) => (isRuledOut(steps, rules) ? [key] : []));
  return keys.length > 0 ? [translate(locale, 'duty-rules.unheeded', { policies: formatNames(keys, locale) })] : [];
}

/** A refusal keeps what was typed. */
async function act(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  const fields = fieldsOf(reader.locale, 0, DUTY_RULES.shipped);
  const typed = typedIn(req, [...fields, ...ONTO_FIELDS]);
  try {
    if (reader.formRefused) throw reader.formRefused;
    checkFresh(reader.session, deps);
    const body = parseWith(DutyRules, rulesIn(typed), 'INVALID_FIELDS');
    const call = { ...callOf(visit), ifMatch: etagOf(versionIn(typed)).etag };
    const { proposalId } = await saveDutyRules(deps.db, call, body);
    recordedForm(visit, PATH);
    res.redirect(303, proposalId ? `${PROPOSALS}?done=made` : `${PATH}?done=1`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await show(visit, { typed, refusal: error });
  }
}
