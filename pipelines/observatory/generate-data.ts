/**
 * Makes `data.json`: rows by country and year in the shape of the Quality of Government standard data set (one row a country
 * and year, columns named after their source). THE FIGURES ARE INVENTED: none is taken from QoG or anywhere else. The same
 * bytes at every run: `npx node pipelines/observatory/generate-data.ts > pipelines/observatory/data.json`.
 */
import type { Random } from '../../core/producer/generator.ts';
import { createRandom } from '../../core/producer/random.ts';

const FIRST_YEAR = 2015;
const LAST_YEAR = 2024;

/** The year in which the invented economies shrink. */
const CRISIS_YEAR = 2020;

/** Invented figures that a country moves around: inflation, GDP, growth, unemployment, corruption index. */
const profiles: Readonly<Record<string, readonly [number, number, number, number, number]>> = {
  ARG: [85, 600, 1.2, 7.6, 38],
  BOL: [3.1, 45, 2.6, 5.2, 29],
  BRA: [5.2, 2050, 2.1, 9.4, 37],
  CHL: [4.4, 320, 2.2, 8.5, 66],
  COL: [7.3, 370, 2.4, 10.6, 39],
  CRI: [2.2, 82, 3.9, 9.1, 56],
  DOM: [4.3, 118, 4.8, 6.1, 34],
  ECU: [2.4, 116, 1.4, 4.2, 33],
  ESP: [3.2, 1550, 2.3, 12.4, 60],
  GTM: [4.9, 100, 3.4, 3.1, 23],
  HND: [5.7, 33, 3.5, 8.2, 22],
  MEX: [5.1, 1750, 1.9, 3.2, 30],
  NIC: [6.2, 17, 3.2, 5.4, 18],
  PAN: [1.6, 81, 5.2, 8.4, 35],
  PER: [3.7, 265, 2.5, 7.1, 34],
  PRT: [2.6, 280, 1.9, 6.5, 61],
  PRY: [4.1, 43, 3.6, 6.3, 27],
  SLV: [1.9, 34, 2.4, 4.1, 32],
  URY: [6.8, 76, 1.6, 8.2, 73],
  VEN: [190, 95, -4.2, 6.2, 17],
};

/** A number up to the share given away from the value, to two decimals. */
const near = (random: Random, value: number, share: number): number =>
  Math.round(value * (1 + random.uniform(-share, share)) * 100) / 100;

function row(country: string, year: number): string {
  const [inflation, gdp, growth, unemployment, corruption] = profiles[country] ?? [0, 0, 0, 0, 0];
  const random = createRandom('observatory', country, year);
  const age = LAST_YEAR - year;
  const crisis = year === CRISIS_YEAR ? 1 : 0;
  return JSON.stringify({
    ccodealp: country,
    year,
    wdi_inflation: near(random, inflation * (1 - age * 0.03), 0.1),
    wdi_gdp: near(random, gdp * (1 - age * 0.02 - crisis * 0.08), 0.02),
    wdi_gdpgr: near(random, growth - crisis * 9, 0.15),
    wdi_unemp: near(random, unemployment * (1 + crisis * 0.4), 0.08),
    ti_cpi: Math.round(near(random, corruption, 0.04)),
  });
}

/** The text of the data file: a row a line. */
export function dataFile(): string {
  const rows = Object.keys(profiles).flatMap((country) =>
    Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, n) => row(country, FIRST_YEAR + n)),
  );
  return `[\n${rows.join(',\n')}\n]\n`;
}

if (import.meta.main) process.stdout.write(dataFile());
