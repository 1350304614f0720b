/** The forms of a page on which nobody has typed anything yet. */
export const UNTYPED = {
  about: '',
  fields: {
    ...{ title: '', severity: 'major', description: '', on: '', channel: 'call', participants: '', summary: '' },
    ...{ milestoneTitle: '', milestoneText: '', due: '', fee: '', criteria: '', policyKey: '', links: '' },
  },
  refusal: null,
  done: null,
};
