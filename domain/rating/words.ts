/** What the vendor of a service rates of us, each from 1 to 5. */
export const RATING_QUESTIONS = ['payment', 'decisions', 'clarity', 'scope'] as const;
export type RatingQuestion = (typeof RATING_QUESTIONS)[number];

export const RATING_SCALE = { least: 1, most: 5 } as const;

/** A mark of so much or less is a matter for the owner. */
export const POOR_MARK = 2;

export const RATING_TRENDS = ['up', 'stable', 'down'] as const;
export type RatingTrend = (typeof RATING_TRENDS)[number];
