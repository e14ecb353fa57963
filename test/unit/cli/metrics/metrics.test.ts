import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { exposition } from '../../../../cli/metrics/exposition.ts';
import { metricFamilies } from '../../../../cli/metrics/families.ts';
import { grafanaDashboard } from '../../../../cli/metrics/grafana.ts';
import { alarmSamples, functionSamples, ingestSamples } from '../../../../cli/metrics/samples.ts';
import { serveMetrics } from '../../../../cli/metrics/serve.ts';
import { ownMetrics } from '../../../../core/metrics/own-metrics.ts';
import { repositoryRoot } from '../../../../localstack/config.ts';

const text = (file: string): string => readFileSync(path.join(repositoryRoot, file), 'utf8');

describe('the text for Prometheus', () => {
  it('has the lines of a family together, behind HELP and TYPE, and escapes labels', () => {
    const alarm = {
      name: 'a "b" \\ c\nd',
      severity: 'warning',
      state: 'OK',
      since: '',
      reason: '',
      means: '',
      documentation: '',
    } as const;
    const [first] = alarmSamples(alarm);
    const lines = exposition(first ? [first] : []).split('\n');
    expect(lines).toEqual([
      `# HELP caudal_alarm_state ${metricFamilies.caudal_alarm_state.help}`,
      '# TYPE caudal_alarm_state gauge',
      String.raw`caudal_alarm_state{alarm="a \"b\" \\ c\nd",severity="warning",state="OK"} 1`,
      '',
    ]);
  });

  it('counts latencies up to each bound, in seconds', () => {
    const samples = ingestSamples('sensors', {
      stored: 3,
      rejected: 1,
      records: 4,
      latency: [1, 0, 3],
      lastArrivedAt: 0,
    });
    const lines = exposition(samples).split('\n');
    expect(lines).toContain('caudal_arrival_to_row_seconds_bucket{pipeline="sensors",le="0.025"} 1');
    expect(lines).toContain('caudal_arrival_to_row_seconds_bucket{pipeline="sensors",le="0.075"} 4');
    expect(lines).toContain('caudal_arrival_to_row_seconds_bucket{pipeline="sensors",le="+Inf"} 4');
    expect(lines).toContain('caudal_arrival_to_row_seconds_count{pipeline="sensors"} 4');
  });

  it('says nothing of what a function was never measured for', () => {
    const sweep = { name: 'caudal-sensors-sweep', pipeline: 'sensors', invocations: 2, errors: 0, throttles: 0 };
    expect(functionSamples(sweep).map(({ family }) => family)).toEqual([
      'caudal_function_invocations_total',
      'caudal_function_errors_total',
      'caudal_function_throttles_total',
    ]);
  });
});

describe('the server of /metrics', () => {
  it('answers a scrape with what is read then, a failure with 500, and nothing else', async () => {
    let reads = 0;
    const server = await serveMetrics(0, async () => {
      reads += 1;
      if (reads === 2) throw new Error('the cloud is down');
      return `up ${reads}\n`;
    });
    try {
      const first = await fetch(server.url);
      expect([first.status, first.headers.get('content-type'), await first.text()]).toEqual([
        200,
        'text/plain; version=0.0.4; charset=utf-8',
        'up 1\n',
      ]);
      const second = await fetch(server.url);
      expect([second.status, await second.text()]).toEqual([500, 'the cloud is down\n']);
      expect((await fetch(server.url.replace('/metrics', '/'))).status).toBe(404);
      expect(new URL(server.url).hostname).toBe('127.0.0.1');
    } finally {
      await server.close();
    }
  });
});

describe('the Grafana dashboard', () => {
  const dashboard = grafanaDashboard() as {
    panels: { title: string; targets: { expr: string }[] }[];
  };

  it('of the documentation is that of this version; ./caudal metrics --grafana > docs/grafana/caudal.json writes it', () => {
    expect(JSON.parse(text('docs/grafana/caudal.json'))).toEqual(JSON.parse(JSON.stringify(dashboard)));
  });

  it('draws only metrics that caudal metrics prints, and all of them', () => {
    const drawn = dashboard.panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => expr.match(/caudal_[a-z_]+/g) ?? []),
    );
    const families = new Set(drawn.map((name) => name.replace(/_bucket$/, '')));
    expect([...families].sort()).toEqual(Object.keys(metricFamilies).sort());
  });
});

describe('the documentation of metrics', () => {
  it('has a row for each metric that functions write, with its unit', () => {
    const documented = text('docs/metrics.md');
    for (const [name, { unit, by, says }] of Object.entries(ownMetrics)) {
      expect(documented).toContain(`| \`${name}\` | ${unit} | ${by.join(', ')} | ${says} |`);
    }
  });

  it('has a row for each family that caudal metrics prints', () => {
    const documented = text('docs/metrics.md');
    for (const [name, { type, help }] of Object.entries(metricFamilies)) {
      expect(documented).toContain(`| \`${name}\` | ${type} | ${help} |`);
    }
  });
});
