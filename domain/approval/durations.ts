/** Plain time: a link ages by the clock, not by working hours. */
export function hoursOf(duration: string): number {
  const number = (unit: string, text: string): number => Number(new RegExp(`([\\d.]+)${unit}`).exec(text)?.[1] ?? 0);
  const [days = '', time = ''] = duration.split('T');
  return number('D', days) * 24 + number('H', time) + number('M', time) / 60 + number('S', time) / 3600;
}
