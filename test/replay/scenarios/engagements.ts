import type { Course } from '../../../workflows/engagement-story';
import { engagementWorkflowId } from '../../../workflows/ids';
import { EngagementDesk } from '../../workflows/engagement-desk';
import type { Scenario } from '../scenario';
import { atTheEnd } from './last-lives';
import { AWAY, early, inService, type Life } from './lives';

const lives: readonly Life[] = [...early, ...inService, ...atTheEnd];

const scenario = (life: Life, course: Course, before: readonly string[] = []): Scenario => ({
  name: `engagement/${life.name}${course.byDateKeeper ? '' : '-monitored'}${before.length > 0 ? `-before-${before.length === 1 ? before[0] : 'all'}` : ''}`,
  story: `${life.story} ${course.byDateKeeper ? 'Its dates are kept by the date keeper.' : 'It has a monitoring of its own.'}`,
  before,
  play: async (stage) => {
    const desk = new EngagementDesk(stage.temporal, course, stage);
    await desk.run(life.activities ?? life.activitiesOf?.(desk) ?? {}, async (engagement) => {
      await life.live(desk);
      await desk.say('cancel', AWAY).catch(() => undefined);
      await engagement.result();
    });
    return [engagementWorkflowId(desk.id)];
  },
});

const CHANGES = [
  ...['labels', 'reviews-are-called-off', 'replan-on-entry', 'side-requests', 'settlement-approved-mail'],
  ...['vendor-agrees-to-settlement', 'watched-from-the-start', 'suspension-outlasts-exit'],
];
const FOR_CHANGES = ['closed', 'exit-while-suspended', 'beside-the-gates', 'withdrawn-at-once', 'suspended-and-resumed'];

/** Kept once more: from when records came to be written after their turn, and from when all changes were marked at the start. */
const onceMore = (life: Life): readonly Scenario[] => {
  const played = scenario(life, { byDateKeeper: true });
  return [
    { ...played, name: `engagement/${life.name}-after-the-turn`, before: ['all-changes-from-the-start'] },
    { ...played, name: `engagement/${life.name}-from-the-start` },
    { ...scenario(life, {}), name: `engagement/${life.name}-by-monitoring-from-the-start` },
  ];
};

export const engagementScenarios = (): readonly Scenario[] => [
  ...lives.filter(({ name }) => FOR_CHANGES.includes(name)).flatMap(onceMore),
  ...lives.flatMap((life) => [scenario(life, { byDateKeeper: true }), scenario(life, {})]),
  ...lives
    .filter(({ name }) => FOR_CHANGES.includes(name))
    .flatMap((life) => [...CHANGES.map((change) => scenario(life, {}, [change])), scenario(life, {}, CHANGES)]),
];
