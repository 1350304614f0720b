/** The zones of a country: a property in older engines, a method in newer ones. TypeScript knows neither yet. */
declare namespace Intl {
  interface Locale {
    readonly timeZones?: readonly string[];
    readonly getTimeZones?: () => readonly string[];
  }
}
