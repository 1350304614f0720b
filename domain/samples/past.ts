import {
  advance,
  type Engagement,
  type EngagementEvent,
  engagementObjection,
  type OpenGate,
  openEngagement,
} from '../engagement/engagement';
import type { Gate } from '../engagement/statuses';

/** Something that has happened to a sample, so many days ago, and what the engagement was after it. */
export interface PastStep {
  readonly daysAgo: number;
  readonly event: EngagementEvent;
  /** The gate that stood open before it. */
  readonly gate: OpenGate | null;
  readonly after: Engagement;
}

interface Told {
  readonly daysAgo: number;
  readonly event: EngagementEvent;
}

type Choice = OpenGate['choice'] & Pick<OpenGate, 'requestId'>;

/** A gate that was submitted and passed within a few days. */
export function passed(gate: Gate, daysAgo: number, { requestId, ...choice }: Choice): readonly Told[] {
  const open = { gate, requestId, choice };
  return [
    { daysAgo: daysAgo + 4, event: { type: 'gate-submitted', open } },
    { daysAgo, event: { type: 'gate-decided', requestId, outcome: 'approved' } },
  ];
}

export const signed = (daysAgo: number): readonly Told[] =>
  (['us', 'vendor'] as const).map((party) => ({ daysAgo, event: { type: 'signed', party } }));

/** The life of a sample by the rules of every engagement: what they would refuse is no past that it can have. */
export function pastOf(id: string, told: readonly Told[]): readonly PastStep[] {
  const steps: PastStep[] = [];
  let engagement = openEngagement(id);
  for (const { daysAgo, event } of told) {
    const objection = engagementObjection(engagement, event);
    if (objection) throw new Error(`${event.type} ${daysAgo} days ago: ${objection.message}`);
    const { gate } = engagement;
    engagement = advance(engagement, event);
    steps.push({ daysAgo, event, gate, after: engagement });
  }
  return steps;
}
