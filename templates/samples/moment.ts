/** When the samples are looked at. */
export const NOW = Date.UTC(2026, 10, 27, 2, 0);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
