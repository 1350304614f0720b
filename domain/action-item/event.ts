/**
 * The one event that an item belongs to, by its key: the work of an incident comes up all at once, and its people hear of
 * it in one mail. Null for work that stands alone.
 */
export const eventOf = (key: string): string | null => /^incident:[0-9a-f-]{36}(?=:)/.exec(key)?.[0] ?? null;
