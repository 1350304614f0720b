import { factsOf } from '../facts';
import type { PageData, RequestView, Shell } from '../page-data';
import type { Say } from './pages';

interface Around {
  readonly shell: Shell;
  readonly request: RequestView;
}

/** A believable printed request. */
export const exportSample = (say: Say, { shell, request }: Around): PageData['export'] => ({
  shell: { ...shell, title: request.title },
  request,
  jsonHref: '#',
  exportedAt: shell.now,
  exportedBy: say('李静', 'Jing Li'),
  versions: [
    { hash: '9f2c41d0'.repeat(8), title: request.title, at: request.startedAt, facts: request.facts, intact: true },
  ],
  policies: [{ key: 'gate-award', version: 2, title: 'Award to a vendor (G2)' }],
  stream: 'engagement:018f4c1e-0000-7000-8000-000000000007',
  isExcerpt: true,
  intact: false,
  entries: [
    {
      seq: 41,
      at: request.startedAt,
      actor: say('王磊', 'Lei Wang'),
      onBehalfOf: null,
      channel: 'page',
      type: 'request.opened',
      facts: factsOf({ round: 1, policyVersion: 2 }),
      hash: 'b94d27b9'.repeat(8),
      broken: false,
    },
    {
      seq: 42,
      at: request.startedAt + 3_600_000,
      actor: say('周敏', 'Min Zhou'),
      onBehalfOf: say('陈明', 'Ming Chen'),
      channel: 'email',
      type: 'task.approve',
      facts: factsOf({ comment: say('同意。', 'Agreed.') }),
      hash: '27ae41e4'.repeat(8),
      broken: true,
    },
  ],
});
