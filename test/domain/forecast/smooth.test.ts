import { seasonStart } from '../../../domain/forecast/fit';
import { project, smooth, Walk } from '../../../domain/forecast/smooth';
import { studentCdf, studentReach } from '../../../domain/forecast/student';

/** Passengers of Australian airlines in millions, 1990–2004: Hyndman & Athanasopoulos, Forecasting, 1st ed., table 7.3. */
const AUSTRALIA = [17.55, 21.86, 23.89, 26.93, 26.89, 28.83, 30.08, 30.95, 30.19, 31.58, 32.58, 33.48, 39.02, 41.39, 41.6]; // prettier-ignore

/** Box & Jenkins, series G: passengers of international airlines in thousands, 1949–1960. */
const AIRLINES = [
  112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140,
  145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194,
  196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229,
  242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306,
  315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337,
  360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
]; // prettier-ignore

describe('exponential smoothing', () => {
  test('gives the table that the text book prints for Holt’s method', () => {
    const start = { level: 17.55, trend: 4.31, season: [0] };
    const smoothing = { alpha: 0.8, beta: 0.2, gamma: 0, phi: 1 };
    const expected = AUSTRALIA.map((_, index) => project(smooth(AUSTRALIA.slice(0, index), smoothing, start), 1, 1));
    const end = smooth(AUSTRALIA, smoothing, start);
    const printed = [21.86, 22.03, 25.48, 27.54, 30.29, 30.26, 31.58, 32.6, 33.24, 32.27, 33.08, 33.96, 34.78, 40.06, 43.22]; // prettier-ignore
    expected.forEach((value, index) => expect(value).toBeCloseTo(printed[index]!, 1));
    expect(end.level).toBeCloseTo(41.92, 2);
    expect(end.trend).toBeCloseTo(1.84, 2);
    const ahead = [1, 2, 3, 4, 5].map((step) => project(end, 1, step));
    [43.76, 45.59, 47.43, 49.27, 51.1].forEach((value, n) => expect(Math.abs(ahead[n]! - value)).toBeLessThan(0.015));
  });

  test('gives what R’s HoltWinters(AirPassengers, seasonal = "additive") gives', () => {
    const first = seasonStart(12)(AIRLINES);
    // R takes the height of the line in the middle of the first year as the level at its end.
    const start = { ...first, level: first.level + 6 * first.trend };
    const fitted = { alpha: 0.2479595, beta: 0.0345373, gamma: 1, phi: 1 };
    const end = smooth(AIRLINES.slice(12), fitted, start);
    const printed = [453.4977, 429.3906, 467.0361, 503.2574, 512.3395, 571.888, 652.6095, 637.4623, 539.7548, 490.725, 424.4593, 469.5315]; // prettier-ignore
    printed.forEach((value, index) => expect(project(end, 1, index + 1)).toBeCloseTo(value, 2));
  });

  test('sums what it missed, and goes on no longer than is asked', () => {
    const start = seasonStart(12)(AIRLINES);
    const smoothing = { alpha: 0.3, beta: 0.1, gamma: 0.2, phi: 0.9 };
    const missed = AIRLINES.map(
      (value, n) => value - project(smooth(AIRLINES.slice(0, n), smoothing, start), smoothing.phi, 1),
    );
    const squares = missed.reduce((total, miss) => total + miss ** 2, 0);
    const walk = new Walk(AIRLINES, start);
    expect(walk.squaredErrors(smoothing, Infinity)).toBeCloseTo(squares, 6);
    const stopped = walk.squaredErrors(smoothing, squares / 2);
    expect([stopped >= squares / 2, stopped < squares]).toEqual([true, true]);
  });

  test('lets a damped trend run out', () => {
    const end = { level: 100, trend: 10, season: [0] };
    expect([1, 2, 3].map((step) => project(end, 0.5, step))).toEqual([105, 107.5, 108.75]);
    expect(project(end, 0.5, 60)).toBeCloseTo(110, 9);
  });
});

describe('Student’s t', () => {
  // Two-sided critical values as every table prints them.
  test.each([
    [0.8, 3, 1.638],
    [0.95, 3, 3.182],
    [0.99, 3, 5.841],
    [0.95, 1, 12.706],
    [0.95, 2, 4.303],
    [0.8, 10, 1.372],
    [0.95, 10, 2.228],
    [0.99, 30, 2.75],
    [0.95, 115, 1.981],
  ])('holds %d of the outcomes of %i degrees of freedom within ±%d', (share, degrees, reach) =>
    expect(studentReach(share, degrees)).toBeCloseTo(reach, 3),
  );

  test('is even, and half of it lies below zero', () => {
    for (const degrees of [1, 2, 5, 8]) {
      expect(studentCdf(0, degrees)).toBe(0.5);
      expect(studentCdf(1.3, degrees) + studentCdf(-1.3, degrees)).toBeCloseTo(1, 12);
    }
  });
});
