/** The release of the time zone rules (tzdata) that this process computes with, such as `2026a`. Releases compare as words. */
export const ZONE_RULES = process.versions['tz'] ?? '';

/** What older rules have planned is planned anew so long before its date: no rule has ever moved clocks by more than a day. */
export const REPLANNED_AHEAD_MS = 26 * 3_600_000;

/** How far behind what was done last newer rules may have put a date that was never kept; older rules serve for some hours at most once new ones hold. */
export const LOOKED_BACK_MS = 2 * 3_600_000;
