import { describe, expect, test, vi } from 'vitest';
import { type OwnMetric, ownMetrics } from '../../../../core/metrics/own-metrics.ts';
import { openFigures } from '../../../../functions/clients/telemetry.ts';

interface Document {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [field: string]: unknown;
}

/** The documents of the embedded metric format that a writer puts into the log. */
function documentsOf(write: (figures: ReturnType<typeof openFigures>) => void): Document[] {
  // Powertools has a console of its own, past the one that tests watch.
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  write(openFigures('caudal-sensors-ingest', { pipeline: 'sensors' }));
  const lines = written.mock.calls.map(([text]) => String(text));
  written.mockRestore();
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Document);
}

describe('figures of a function', () => {
  test('go into one document with the namespace, the dimensions, and the unit of each', () => {
    const documents = documentsOf((figures) => {
      figures.add('EventsStored', 3);
      figures.add('EndToEndLatency', [120, 80, 95.5]);
      figures.add('BytesProcessed', 4_096);
      figures.publish();
    });
    expect(documents).toMatchObject([
      { service: 'caudal-sensors-ingest', pipeline: 'sensors', EventsStored: 3, EndToEndLatency: [120, 80, 95.5] },
    ]);
    expect(documents[0]?._aws.CloudWatchMetrics).toEqual([
      {
        Namespace: 'caudal',
        Dimensions: [['service', 'pipeline']],
        Metrics: [
          { Name: 'EventsStored', Unit: 'Count' },
          { Name: 'EndToEndLatency', Unit: 'Milliseconds' },
          { Name: 'BytesProcessed', Unit: 'Bytes' },
        ],
      },
    ]);
  });

  test('of more values than a document takes go into several, and none is lost', () => {
    const latencies = Array.from({ length: 500 }, (_, index) => index);
    const documents = documentsOf((figures) => {
      figures.add('EndToEndLatency', latencies);
      figures.add('EventsStored', 500);
      figures.publish();
    });
    expect(documents.flatMap(({ EndToEndLatency = [] }) => EndToEndLatency)).toEqual(latencies);
    expect(documents.filter((document) => 'EventsStored' in document)).toHaveLength(1);
  });

  test('of an invocation do not come again with the next', () => {
    const documents = documentsOf((figures) => {
      for (const value of [1, 2]) {
        figures.add('EventsStored', value);
        figures.publish();
      }
    });
    expect(documents.map(({ EventsStored }) => EventsStored)).toEqual([1, 2]);
  });

  test('all have names and units that CloudWatch takes', () => {
    const documents = documentsOf((figures) => {
      for (const metric of Object.keys(ownMetrics) as OwnMetric[]) figures.add(metric, 1);
      figures.publish();
    });
    const written = documents.flatMap(({ _aws }) => _aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics));
    expect(Object.fromEntries(written.map(({ Name, Unit }) => [Name, Unit]))).toEqual(
      Object.fromEntries(Object.entries(ownMetrics).map(([name, { unit }]) => [name, unit])),
    );
  });
});
