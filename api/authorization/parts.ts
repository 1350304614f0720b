/** What people do in a request, besides what their roles let them. */
export const DEEDS = ['read', 'add files', 'comment', 'give an opinion', 'decide'] as const;
export type Deed = (typeof DEEDS)[number];

interface Standing {
  readonly text: string;
  readonly may: readonly Deed[];
}

const SPEAK = ['read', 'add files', 'comment'] as const satisfies readonly Deed[];
const DECIDE = [...SPEAK, 'decide'] as const;

/** How somebody stands to a request, and what that lets them do in it while it is decided: whatever their role, also without one. */
export const PARTS = {
  asked: { text: 'is asked to decide', may: DECIDE },
  'handed the task': { text: 'holds a task that somebody transferred to them', may: DECIDE },
  'handed it on': { text: 'was asked, and has transferred the task', may: SPEAK },
  successor: { text: 'holds the task of somebody who has left', may: DECIDE },
  'asked for an opinion': { text: 'was asked by the holder of a task', may: [...SPEAK, 'give an opinion'] },
  'waits for an opinion': { text: 'holds the task about which somebody else was asked', may: DECIDE },
  substitute: { text: 'stands in for somebody who is away', may: DECIDE },
  absent: { text: 'is away, and may still decide first', may: DECIDE },
  'has decided': { text: 'was asked, and has decided', may: SPEAK },
  'no longer asked': { text: 'was asked, and others have decided the step', may: SPEAK },
  'asked in an earlier round': { text: 'held a task before the request was sent back', may: ['read'] },
  'in copy': { text: 'was named by the requester, or in a comment', may: SPEAK },
  'asked elsewhere': { text: 'holds a task of another request only', may: [] },
  none: { text: 'has no part in any request', may: [] },
} as const satisfies Record<string, Standing>;
export type Part = keyof typeof PARTS;
export const PART_NAMES = Object.keys(PARTS) as readonly Part[];

export const partMay = (part: Part, deed: Deed): boolean => PARTS[part].may.some((one) => one === deed);
