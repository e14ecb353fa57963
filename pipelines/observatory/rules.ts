import type { Alert, AlertProjection, Severity } from '../../core/analysis/alert.ts';
import type { Rule } from '../../core/analysis/rule.ts';
import { type Indicator, indicatorNames, type Observation, settingsOf } from './event.ts';
import { cooldownSeconds, type Level } from './settings.ts';
import { alertas } from './tables.ts';

const severities: Readonly<Record<Level, Severity>> = { critico: 'critical', alto: 'warning', medio: 'info' };

/** From the worst to the mildest. */
const levels = Object.keys(severities) as Level[];

/** The worst level that a value passes; undefined where it passes none. */
function levelOf({ indicador, valor }: Observation): Level | undefined {
  const { alerts } = settingsOf(indicador as Indicator);
  return levels.find((level) => {
    const limit = alerts?.[level];
    return limit !== undefined && (alerts?.side === 'above' ? valor > limit : valor < limit);
  });
}

/** The corruption alert has the course's name; the others are named after their indicator. */
const nameOf = (indicator: Indicator): string =>
  indicator === 'indice_corrupcion' ? 'corrupcion' : `umbral-${dashed(indicator)}`;

const dropNameOf = (indicator: Indicator): string => `caida-${dashed(indicator)}`;

const dashed = (indicator: Indicator): string => indicator.replaceAll('_', '-');

function thresholdRule(indicator: Indicator): Rule<Observation> {
  const { unit, alerts } = settingsOf(indicator);
  return {
    kind: 'threshold',
    name: nameOf(indicator),
    cooldownSeconds,
    where: (event) => event.indicador === indicator && levelOf(event) !== undefined,
    severityOf: (event) => severities[levelOf(event) ?? 'medio'],
    // Per level, so that an alert of a mild level does not hold back one of a worse.
    groupBy: (event) => levelOf(event) ?? '',
    values: (event) => ({
      indicador: indicator,
      nivel: levelOf(event) ?? null,
      valor: event.valor,
      anio: event.anio,
    }),
    message: (event) => {
      const level = levelOf(event);
      const limit = level && alerts?.[level];
      return `${indicator} of ${event.pais} is ${event.valor} (${unit}), ${alerts?.side} ${limit}: ${level}`;
    },
  };
}

function dropRule(indicator: Indicator, drop: number): Rule<Observation> {
  return {
    kind: 'change',
    name: dropNameOf(indicator),
    drop,
    of: ({ valor }) => valor,
    where: (event) => event.indicador === indicator,
  };
}

export const rules: readonly Rule<Observation>[] = indicatorNames.flatMap((indicator) => {
  const { alerts, drop } = settingsOf(indicator);
  return [...(alerts ? [thresholdRule(indicator)] : []), ...(drop === undefined ? [] : [dropRule(indicator, drop)])];
});

/** By the name of its rule of drops: an alert of change names neither country nor indicator. */
const dropRules = new Map(indicatorNames.map((indicator) => [dropNameOf(indicator), indicator]));

/** Every alert, by country and day, with the course's levels. */
export const alertTable: AlertProjection = {
  table: alertas,
  toRow: ({ id, key, at, rule, severity, message, values, events }: Alert) => {
    const dropped = dropRules.get(rule);
    return {
      pais: key,
      dia: new Date(at).toISOString().slice(0, 10),
      ts: new Date(at),
      alerta_id: id,
      regla: rule,
      nivel: levels.find((level) => severities[level] === severity) ?? severity,
      indicador: dropped ?? values.indicador ?? null,
      valor: (dropped ? values.value : values.valor) ?? null,
      mensaje: dropped ? `${dropped} of ${key} ${message}` : message,
      eventos: [...events],
    };
  },
};
