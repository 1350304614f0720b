const SHORT = /^(\d{1,4})\s*(d|days?|天|个?工作日|h|hours?|小时|个?工作小时)$/i;

/** A duration as it was typed: `2d`, `4 hours` and `2 天` stand for what data call P2D and PT4H. */
export function durationIn(text: string): string {
  const [, count, unit = ''] = SHORT.exec(text) ?? [];
  if (count === undefined) return text.toUpperCase();
  return /^(h|个?工作小时|小时)/i.test(unit) ? `PT${count}H` : `P${count}D`;
}
