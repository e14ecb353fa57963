/** Noon. */
export const START = Date.parse('2026-11-22T12:00:00.000Z');

/** What the course sends, with an id and a time: so many seconds after noon. */
export const observed = (seconds: number, pais: string, indicador: string, valor: number) => ({
  pais,
  indicador,
  valor,
  anio: 2024,
  event_id: `${pais}-${seconds}`,
  ts: new Date(START + seconds * 1000).toISOString(),
});
