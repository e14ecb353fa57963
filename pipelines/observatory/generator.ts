import type { EventGenerator, Random } from '../../core/producer/generator.ts';
import { invalidBytes } from '../../core/producer/invalid-bytes.ts';
import { invalidTimes } from '../../core/producer/invalid-times.ts';
import data from './data.json' with { type: 'json' };
import { type Indicator, indicatorNames, type Observation, settingsOf } from './event.ts';
import { countries, shocks, year } from './settings.ts';

/** Rows of the data file for the year of the settings, by country. */
const byCountry = new Map(data.filter((row) => row.year === year).map((row) => [row.ccodealp, row]));

/** The value of the data file, varied as the settings say, now and then with a collapse; to three decimals. */
function simulate(random: Random, country: string, indicator: Indicator): number {
  const { column, variation, range } = settingsOf(indicator);
  const base = byCountry.get(country)?.[column];
  if (base === undefined) {
    throw new RangeError(`data.json has no row of ${country} in ${year}: take it out of settings.ts, or add a row`);
  }
  const share = random.chance(shocks.chance)
    ? -random.uniform(shocks.least, shocks.most)
    : random.uniform(-variation, variation);
  const value = base + share * Math.abs(base);
  return Math.round(Math.min(range[1], Math.max(range[0], value)) * 1000) / 1000;
}

/** Observations around the figures of the data file. As `devices`: so many of the countries, all of them at the most. */
export const generator: EventGenerator<Observation> = {
  event({ random, id, at, devices }) {
    const pais = countries[random.integer(1, Math.min(devices, countries.length)) - 1] ?? '';
    const indicador = random.pick(indicatorNames);
    return {
      pais,
      indicador,
      valor: simulate(random, pais, indicador),
      anio: year,
      event_id: id,
      ts: new Date(at).toISOString(),
    };
  },
  invalid: {
    'course-topic': {
      description: "the event of the course's chapter on topics: tipo in place of indicador, no year",
      payload: ({ pais, indicador, valor }) => ({ pais, tipo: indicador, valor }),
    },
    'country-name': {
      description: 'a name in place of the code, as in the chapter on messages',
      payload: (event) => ({ ...event, pais: 'Argentina' }),
    },
    'unknown-indicator': {
      description: 'an indicator that the settings do not name',
      payload: (event) => ({ ...event, indicador: 'felicidad' }),
    },
    'null-value': { description: 'null for a value', payload: (event) => ({ ...event, valor: null }) },
    'text-value': { description: 'a decimal comma', payload: (event) => ({ ...event, valor: '5,2' }) },
    'out-of-range': {
      description: 'a corruption index over 100',
      payload: (event) => ({ ...event, indicador: 'indice_corrupcion', valor: 100.5 }),
    },
    'bad-year': { description: 'the year 24', payload: (event) => ({ ...event, anio: 24 }) },
    'empty-id': { description: 'a blank id', payload: (event) => ({ ...event, event_id: '  ' }) },
    ...invalidTimes,
    ...invalidBytes,
  },
};
