import type { Notice } from '../../templates/page-data';

/** A notice with nothing but its words. */
export const notice = (key: string, part: Partial<Notice> = {}): Notice => ({
  key,
  tone: 'plain',
  by: null,
  at: null,
  decision: null,
  comment: null,
  requestTitle: null,
  detail: null,
  until: null,
  form: null,
  link: null,
  kept: [],
  ...part,
});
