/** A setting that cannot be used: one sentence that names it and says what it should be. */
export class ConfigError extends Error {}
