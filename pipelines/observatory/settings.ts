/**
 * What a user of the observatory edits: countries, indicators, how far the simulated values move, and when an alert is
 * raised. The numbers are those of an example; no claim about any country is made.
 */

/** Levels of an alert, from the mildest to the worst. */
export type Level = 'medio' | 'alto' | 'critico';

/** An indicator: what it may be, how the simulator moves it, and when it raises alerts. */
export interface IndicatorSettings {
  /** For messages: what the number counts. */
  readonly unit: string;
  /** Values accepted, both ends included. */
  readonly range: readonly [least: number, most: number];
  /** The data file's column from which the simulator starts. */
  readonly column: 'wdi_inflation' | 'wdi_gdp' | 'wdi_gdpgr' | 'wdi_unemp' | 'ti_cpi';
  /** How far a simulated value lies from that of the data file at the most, as a share of it, 0 to 1. */
  readonly variation: number;
  /** An alert is raised above or below these values, of the worst level that is passed. @default none */
  readonly alerts?: { readonly side: 'above' | 'below' } & Partial<Readonly<Record<Level, number>>>;
  /** An alert is raised when a value falls by this share of the one before it, over 0, up to 1. @default none */
  readonly drop?: number;
}

/** Countries that the simulator takes, by ISO 3166-1 alpha-3. Events of any other country are taken all the same. */
export const countries = [
  ...['ARG', 'BOL', 'BRA', 'CHL', 'COL', 'CRI', 'DOM', 'ECU', 'ESP', 'GTM'],
  ...['HND', 'MEX', 'NIC', 'PAN', 'PER', 'PRT', 'PRY', 'SLV', 'URY', 'VEN'],
];

/** By the name on the wire. Events of another indicator are rejected. */
export const indicators = {
  inflacion: {
    unit: '% a year',
    range: [-50, 100_000],
    column: 'wdi_inflation',
    variation: 0.02,
    alerts: { side: 'above', alto: 10, critico: 50 },
  },
  pib: { unit: 'thousand million dollars', range: [0, 100_000], column: 'wdi_gdp', variation: 0.02, drop: 0.05 },
  pib_growth: {
    unit: '% a year',
    range: [-100, 100],
    column: 'wdi_gdpgr',
    variation: 0.02,
    alerts: { side: 'below', alto: 0, critico: -3 },
    drop: 0.05,
  },
  desempleo: {
    unit: '% of the labour force',
    range: [0, 100],
    column: 'wdi_unemp',
    variation: 0.02,
    alerts: { side: 'above', alto: 10, critico: 15 },
  },
  indice_corrupcion: {
    // 0 is very corrupt, 100 is very clean.
    unit: 'points of 100',
    range: [0, 100],
    column: 'ti_cpi',
    variation: 0.02,
    alerts: { side: 'below', medio: 40, alto: 30, critico: 20 },
    drop: 0.05,
  },
} as const satisfies Readonly<Record<string, IndicatorSettings>>;

/** The year of the data file (2015 to 2024) that the simulator starts from. */
export const year = 2024;

/** Now and then a simulated value collapses: how often, and by what share, both 0 to 1. */
export const shocks = { chance: 0.02, least: 0.08, most: 0.15 };

/** After an alert, so long none of the same rule, country and level, in seconds of event time. */
export const cooldownSeconds = 300;
