import { GATES } from '../../domain/engagement/statuses';
import { drawCourse } from '../course/drawing';
import { type Course, LINKS } from '../../domain/engagement/course';
import type { EngagementHead } from '../engagement-page-data';
import type { Say } from './pages';

/** An engagement in its exit whose settlement waits for a decision. */
const COURSE: Course = {
  links: LINKS.map((link) =>
    link === 'exit' ? { link, status: 'current', gate: 'settlement' } : { link, status: 'done', gate: null },
  ),
  gates: GATES.map((gate) => ({ gate, status: gate === 'settlement' ? 'waiting' : 'passed' })),
  days: {
    needs: { kind: 'done', day: '2025-10-20' },
    selection: { kind: 'done', day: '2025-11-28' },
    contract: { kind: 'done', day: '2025-12-20' },
    delivery: { kind: 'done', day: '2026-10-30' },
    performance: { kind: 'done', day: '2026-10-30' },
    exit: { kind: 'until', day: '2026-12-31' },
    'gate-needs': { kind: 'done', day: '2025-10-20' },
    'gate-renewal': { kind: 'done', day: '2026-09-14' },
  },
};

export const courseSample = (say: Say): EngagementHead['course'] =>
  drawCourse({
    locale: say('zh', 'en') === 'zh' ? 'zh-CN' : 'en',
    id: '018f4c1e-0000-7000-8000-000000000007',
    course: COURSE,
  });
