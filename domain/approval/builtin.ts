import { CROSS_BORDER_FLAG } from '../residency/crossings';
import type { Role } from '../people/people';
import type { Assignee, PolicyBody, Step } from './schema';
import type { EngagementRole } from './words';

const role = (name: Role): Assignee => ({ role: name });
const team = (name: EngagementRole): Assignee => ({ engagementRole: name });

/** Two working days by default, with reminders and escalation as the engine does them when nothing else is said. */
const step = (key: string, title: string, part: Pick<Step, 'assignees'> & Partial<Step>): Step => ({
  key,
  title,
  mode: 'any',
  sla: { duration: 'P2D', calendar: 'cn' },
  ...part,
});

/** Changes that together move the price by more than a fifth are decided like an award. */
const ABOVE_LIMIT = 'cumulativeBp > 2000';
const BELOW_LIMIT = 'cumulativeBp <= 2000';

const CRITICAL = 'criticality = "important" or criticality = "critical"';

/** Data leaves the country: whoever answers for security or law says yes as well. */
const privacy = (part: Partial<Step>): Step =>
  step('privacy', 'Privacy', {
    assignees: [team('security'), role('security'), role('legal')],
    when: `isFlagged("${CROSS_BORDER_FLAG}")`,
    ...part,
  });

const awardSteps = (lowBid: string): readonly Step[] => [
  step('finance', 'Finance', { assignees: [team('finance'), role('finance')] }),
  step('sponsor', 'Sponsor', { assignees: [team('sponsor'), role('executive')] }),
  step('executive', 'Executive', { assignees: [role('executive')], when: `criticality = "critical" or ${lowBid}` }),
];

const contractSteps: readonly Step[] = [
  step('legal', 'Legal', { assignees: [team('legal'), role('legal')], risk: 'high', mandatoryHuman: true }),
  step('finance', 'Finance', { assignees: [team('finance'), role('finance')], risk: 'high', mandatoryHuman: true }),
];

/** The policies of the gates as they ship, in their newest version. Each can be replaced by an own one that comes after it. */
export const BUILTIN_POLICIES: Readonly<Record<string, PolicyBody>> = {
  'gate-needs': {
    title: 'Needs and the decision to outsource (G1)',
    settings: {},
    steps: [
      step('management', 'Line management', { assignees: [{ manager: true }, role('executive')] }),
      step('people', 'Effect on employees', { assignees: [team('hr'), role('hr')], when: 'headcountAffected > 0' }),
      step('executive', 'Executive', { assignees: [role('executive')], when: CRITICAL }),
    ],
  },
  'gate-award': award([...awardSteps('isFlagged("ABNORMALLY_LOW_BID")'), privacy({})]),
  'gate-contract': contract([...contractSteps, privacy({ risk: 'high', mandatoryHuman: true })]),
  'contract-amendment': {
    title: 'Amendment of a contract',
    settings: { stepUp: true },
    steps: contractSteps,
  },
  'contract-change': {
    title: 'Change of scope, price or time',
    settings: {},
    steps: [
      step('owner', 'Owner', { assignees: [team('owner')], when: BELOW_LIMIT }),
      step('finance', 'Finance', { assignees: [team('finance'), role('finance')] }),
      step('sponsor', 'Sponsor', { assignees: [team('sponsor'), role('executive')], when: ABOVE_LIMIT }),
      step('executive', 'Executive', { assignees: [role('executive')], when: ABOVE_LIMIT }),
    ],
  },
  'credit-claim': {
    title: 'Claim against a service credit',
    settings: {},
    steps: [step('finance', 'Finance', { assignees: [team('finance'), role('finance')] })],
  },
  'gate-renewal': {
    title: 'Renew, renegotiate or exit (G4)',
    settings: {},
    steps: [step('sponsor', 'Sponsor', { assignees: [team('sponsor'), role('executive')] })],
  },
  'gate-exit': leaving('Exit (G5)'),
  'partial-termination': leaving('End of a part of the service'),
  'gate-settlement': {
    title: 'Settlement (G6)',
    settings: { stepUp: true, distinctApprovers: true },
    steps: [
      step('finance', 'Finance', { assignees: [team('finance'), role('finance')], risk: 'high', mandatoryHuman: true }),
      step('legal', 'Legal', { assignees: [team('legal'), role('legal')], risk: 'high', mandatoryHuman: true }),
      step('owner', 'Owner', { assignees: [team('owner')], risk: 'high', mandatoryHuman: true }),
    ],
  },
  'gate-deletion': {
    title: 'Deletion of data after exit',
    settings: { stepUp: true, distinctApprovers: true, withdraw: 'untilFinal' },
    steps: [
      {
        key: 'two-persons',
        parallel: [
          [
            step('security', 'Security', {
              assignees: [team('security'), role('security')],
              risk: 'high',
              mandatoryHuman: true,
            }),
          ],
          [step('legal', 'Legal', { assignees: [team('legal'), role('legal')], risk: 'high', mandatoryHuman: true })],
        ],
      },
    ],
  },
};

/** Versions that shipped before the one that ships now, oldest first: requests that began under them name them. */
export const EARLIER_POLICIES: Readonly<Record<string, readonly PolicyBody[]>> = {
  'gate-award': [award(awardSteps('list contains(flags, "ABNORMALLY_LOW_BID")'))],
  'gate-contract': [contract(contractSteps)],
};

function award(steps: readonly Step[]): PolicyBody {
  return { title: 'Award to a vendor (G2)', settings: {}, steps: [...steps] };
}

function contract(steps: readonly Step[]): PolicyBody {
  return { title: 'Contract (G3)', settings: { stepUp: true }, steps: [...steps] };
}

/** Whoever ends a service, or a part of it, has the sponsor and legal with them. */
function leaving(title: string): PolicyBody {
  const human = { risk: 'high', mandatoryHuman: true } as const;
  return {
    title,
    settings: { stepUp: true },
    steps: [
      step('sponsor', 'Sponsor', { assignees: [team('sponsor'), role('executive')], ...human }),
      step('legal', 'Legal', { assignees: [team('legal'), role('legal')], ...human }),
    ],
  };
}
