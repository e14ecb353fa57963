/** A panel: what it draws, where, and as what. */
interface Panel {
  readonly title: string;
  readonly type: 'timeseries' | 'stat' | 'table';
  readonly unit: string;
  /** Expressions of PromQL with the legend of each. */
  readonly shows: readonly { readonly expr: string; readonly legend: string }[];
}

const ofPipeline = '{pipeline=~"$pipeline"}';

const panels: readonly Panel[] = [
  {
    title: 'Alarms that are off',
    type: 'table',
    unit: 'none',
    shows: [{ expr: 'caudal_alarm_state{state="ALARM"} == 1', legend: '{{alarm}}' }],
  },
  {
    title: 'Records a second',
    type: 'timeseries',
    unit: 'ops',
    shows: [{ expr: `rate(caudal_records_total${ofPipeline}[5m])`, legend: '{{pipeline}} {{outcome}}' }],
  },
  {
    title: 'Arrival to row',
    type: 'timeseries',
    unit: 's',
    shows: [0.5, 0.99].map((share) => ({
      expr: `histogram_quantile(${share}, sum by (pipeline, le) (rate(caudal_arrival_to_row_seconds_bucket${ofPipeline}[5m])))`,
      legend: `{{pipeline}} p${share * 100}`,
    })),
  },
  {
    title: 'Rejected share',
    type: 'timeseries',
    unit: 'percentunit',
    shows: [
      {
        expr:
          'sum by (pipeline) (increase(caudal_records_total{pipeline=~"$pipeline",outcome="rejected"}[15m])) / ' +
          `sum by (pipeline) (increase(caudal_records_total${ofPipeline}[15m]))`,
        legend: '{{pipeline}}',
      },
    ],
  },
  {
    title: 'Iterator age',
    type: 'timeseries',
    unit: 's',
    shows: [{ expr: `caudal_iterator_age_seconds${ofPipeline}`, legend: '{{function}}' }],
  },
  {
    title: 'Windows and rules, events a second',
    type: 'timeseries',
    unit: 'ops',
    shows: [{ expr: `rate(caudal_analysis_events_total${ofPipeline}[5m])`, legend: '{{pipeline}} {{outcome}}' }],
  },
  {
    title: 'Bytes a second',
    type: 'timeseries',
    unit: 'Bps',
    shows: [{ expr: `rate(caudal_processed_bytes_total${ofPipeline}[5m])`, legend: '{{function}}' }],
  },
  {
    title: 'Invocations a minute',
    type: 'timeseries',
    unit: 'short',
    shows: [{ expr: `60 * rate(caudal_function_invocations_total${ofPipeline}[5m])`, legend: '{{function}}' }],
  },
  {
    title: 'Errors and throttles in 15 minutes',
    type: 'timeseries',
    unit: 'short',
    shows: [
      { expr: `increase(caudal_function_errors_total${ofPipeline}[15m])`, legend: '{{function}} errors' },
      { expr: `increase(caudal_function_throttles_total${ofPipeline}[15m])`, legend: '{{function}} throttles' },
    ],
  },
];

const COLUMNS = 3;
const WIDTH = 24 / COLUMNS;
const HEIGHT = 8;

/**
 * The dashboard for the metrics that `caudal metrics --listen` serves, in Grafana's own format: who imports it is asked for the
 * Prometheus that scrapes them.
 *
 * @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */
export function grafanaDashboard(): object {
  const input = 'DS_PROMETHEUS';
  const datasource = { type: 'prometheus', uid: `\${${input}}` };
  return {
    __inputs: [{ name: input, label: 'Prometheus', type: 'datasource', pluginId: 'prometheus' }],
    __requires: [
      { type: 'grafana', id: 'grafana', name: 'Grafana', version: '10.0.0' },
      { type: 'datasource', id: 'prometheus', name: 'Prometheus', version: '1.0.0' },
    ],
    title: 'Caudal',
    uid: 'caudal',
    tags: ['caudal'],
    schemaVersion: 39,
    timezone: 'utc',
    time: { from: 'now-1h', to: 'now' },
    refresh: '10s',
    templating: {
      list: [
        {
          name: 'pipeline',
          type: 'query',
          datasource,
          query: 'label_values(caudal_records_total, pipeline)',
          refresh: 2,
          includeAll: true,
          multi: true,
          current: { text: 'All', value: '$__all' },
        },
      ],
    },
    panels: panels.map(({ title, type, unit, shows }, index) => ({
      id: index + 1,
      title,
      type,
      datasource,
      gridPos: { h: HEIGHT, w: WIDTH, x: (index % COLUMNS) * WIDTH, y: Math.floor(index / COLUMNS) * HEIGHT },
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      targets: shows.map(({ expr, legend }, at) => ({
        refId: String.fromCharCode(65 + at),
        datasource,
        expr,
        legendFormat: legend,
        ...(type === 'table' && { format: 'table', instant: true }),
      })),
    })),
  };
}
