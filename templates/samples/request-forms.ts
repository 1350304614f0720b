import { SIGN_MODES, SIGN_POSITIONS } from '../../domain/approval/words';
import {
  DOUBT_ACTIONS,
  type DoubtAction,
  type DoubtForm,
  type PeopleChoice,
  SIDE_ACTIONS,
  type SideAction,
  type SideForm,
} from '../request-form-data';
import type { Say } from './pages';

/** Everything else that can be done with a task, the adding of signers opened. */
export const sidesSample = (say: Say): readonly SideForm[] => SIDE_ACTIONS.map((action) => sideSample(say, action));

const sideSample = (say: Say, action: SideAction): SideForm => ({
  action,
  href: '#',
  step: say('财务与法务会签', 'Finance and legal'),
  subjectHash: 'sample',
  open: action === 'add-sign',
  people: action === 'take-back' ? null : peopleSample(say, action),
  positions: action === 'add-sign' ? SIGN_POSITIONS.map((value) => ({ value, chosen: value === 'before' })) : [],
  modes: action === 'add-sign' ? SIGN_MODES.map((value) => ({ value, chosen: value === 'all' })) : [],
  commentRequired: action !== 'remove-sign' && action !== 'take-back',
  comment: '',
  refusal: action === 'add-sign' ? 'COMMENT_REQUIRED' : null,
  faults: action === 'add-sign' ? ['userIds', 'position'] : [],
  ...{ focus: action === 'add-sign' ? 'comment' : null, about: action === 'add-sign' ? 'comment' : null },
});

/** A decision reported as not made by its person: every way to go on. */
export const doubtsSample = (say: Say): readonly DoubtForm[] =>
  DOUBT_ACTIONS.map((action: DoubtAction) => ({
    action,
    href: '#',
    open: action === 'annul',
    decisions: [
      {
        taskId: 'first',
        name: say('何洁', 'Jie He'),
        step: say('财务复核', 'Finance'),
        decision: 'approve',
        chosen: true,
      },
    ],
    people: action === 'annul' ? peopleSample(say, 'transfer') : null,
    commentRequired: action !== 'report',
    comment: '',
    refusal: null,
    ...{ faults: [], focus: null, about: null },
  }));

const peopleSample = (say: Say, action: SideAction): PeopleChoice => ({
  many: action === 'add-sign' || action === 'remove-sign',
  people: [
    { id: 'first', name: say('何洁', 'Jie He'), detail: 'jie.he@example.com', chosen: action === 'add-sign' },
    { id: 'second', name: say('孙涛', 'Tao Sun'), detail: 'tao.sun@example.com', chosen: false },
  ],
  q: '',
  searchable: action === 'transfer',
});
