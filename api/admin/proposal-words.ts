import { allSteps } from '../../domain/approval/flow';
import { PolicyBody } from '../../domain/approval/schema';
import { EndingBody, type Proposal, type ProposalKind } from '../../domain/duties/proposal-schema';
import { SHIPPED_DUTY_RULES } from '../../domain/people/duty-rules';
import { DutyRules } from '../../domain/people/duty-rules-schema';
import type { Locale } from '../../domain/people/people';
import type { Db } from '../../db/knex';
import { findPolicy } from '../../db/stores/policies';
import { findSetting } from '../../db/stores/settings';
import { translate } from '../../templates/catalog';
import type { NamedText, PolicyCard } from '../../templates/policy-page-data';
import { policyPicture } from '../diagram';
import { cardsOf, settingsText, stepTitle, type Telling } from './policy-cards';
import { choicesFor } from './policy-choices';

/** What a proposal changes, in words: how it is and how it would be, for everything that differs. */
export async function differencesIn(db: Db, proposal: Proposal, locale: Locale): Promise<readonly NamedText[]> {
  const { before, after } = await SIDES[proposal.kind](db, proposal, locale);
  const labels = [...new Set([...before, ...after].map(({ label }) => label))];
  const textIn = (side: readonly NamedText[], label: string): string =>
    side
      .filter((one) => one.label === label)
      .map(({ text }) => text)
      .join(' · ') || '–';
  return labels
    .map((label) => ({ label, was: textIn(before, label), would: textIn(after, label) }))
    .filter(({ was, would }) => was !== would)
    .map(({ label, was, would }) => ({ label, text: `${was} → ${would}` }));
}

interface Sides {
  readonly before: readonly NamedText[];
  readonly after: readonly NamedText[];
}

const SIDES: Readonly<Record<ProposalKind, (db: Db, proposal: Proposal, locale: Locale) => Promise<Sides>>> = {
  policy: async (db, { key, baseVersion, body }, locale) => {
    const base = baseVersion === 0 ? null : await findPolicy(db, key, baseVersion);
    const wordsOf = (policy: PolicyBody) => policyWords(db, { key, policy, locale });
    return { before: base ? await wordsOf(base) : [], after: await wordsOf(PolicyBody.parse(body)) };
  },
  'duty-rules': async (db, { key, baseVersion, body }, locale) => {
    const base = (await findSetting(db, key, baseVersion))?.body ?? SHIPPED_DUTY_RULES;
    return { before: ruleWords(base, locale), after: ruleWords(body, locale) };
  },
  ending: (_db, { body }, locale) => {
    const text = EndingBody.parse(body).comment;
    return Promise.resolve({ before: [], after: [{ label: translate(locale, 'proposals.why-end'), text }] });
  },
};

export const ruleWords = (body: unknown, locale: Locale): readonly NamedText[] =>
  Object.entries(DutyRules.parse(body)).map(([name, value]) => ({
    label: translate(locale, `duty-rule.${name}`),
    text: typeof value === 'boolean' ? translate(locale, value ? 'word.yes' : 'word.no') : String(value),
  }));

interface Worded {
  readonly key: string;
  readonly policy: PolicyBody;
  readonly locale: Locale;
}

async function policyWords(db: Db, { key, policy, locale }: Worded): Promise<readonly NamedText[]> {
  const { nameOf } = await policyPicture(db, { key, version: 0, ...policy }, locale);
  const titles = new Map(allSteps(policy.steps).map((step) => [step.key, stepTitle(locale, step.title)]));
  const telling: Telling = { locale, nameOf, choices: await choicesFor(db, locale), titles };
  return [
    { label: translate(locale, 'policy-field.title'), text: policy.title },
    ...settingsText(policy, telling),
    ...cardsOf(policy.steps, telling).map((card) => ({
      label: `${card.number} ${card.title}`.trim(),
      text: cardText(card),
    })),
  ];
}

const cardText = ({ mode, people, facts, matrix }: PolicyCard): string =>
  [
    ...(mode === null ? [] : [mode]),
    ...(people.length > 0 ? [people.join(', ')] : []),
    ...facts.map(({ label, text }) => `${label}: ${text}`),
    ...(matrix?.rows ?? []).map(({ cells, needed }) => [...cells, ...needed.map((one) => (one ? '●' : '○'))].join(' ')),
  ].join('; ');
