/** What a vendor is judged by (the article's four dimensions, and the green one on request). */
export const DIMENSIONS = ['qualification', 'capability', 'price', 'culture', 'esg'] as const;
export type DimensionKey = (typeof DIMENSIONS)[number];
