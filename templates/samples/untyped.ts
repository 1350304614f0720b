import type { TypedOnPage } from '../service-page-data';

/** The forms of a page on which nobody has typed anything yet. */
export const UNTYPED = {
  about: '',
  act: '',
  place: '',
  fields: {
    ...{
      title: '',
      severity: 'major',
      assignee: 'vendor',
      description: '',
      on: '',
      channel: 'call',
      participants: '',
      summary: '',
    },
    ...{ milestoneTitle: '', milestoneText: '', due: '', fee: '', criteria: '', policyKey: '', links: '' },
  },
  refusal: null,
  faults: {},
  focus: null,
  done: null,
};

/** Of all that can be refused, the answer to an issue. */
export const REFUSED: TypedOnPage = {
  ...{ ...UNTYPED, about: 'a', act: 'answer', refusal: 'COMMENT_REQUIRED', done: 'answer' },
  ...{ faults: { text: 'must have at least 2 characters' }, focus: 'text' },
};
