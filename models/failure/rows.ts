import type { WindowResult } from '../../core/analysis/window.ts';
import { definePipeline } from '../../core/define-pipeline.ts';
import { normalise, type SensorReading, schema } from '../../pipelines/sensors/event.ts';
import { failureFeaturesOf, LEAST_READINGS } from '../../pipelines/sensors/failure-features.ts';
import type { Device } from '../../pipelines/sensors/generator/devices.ts';
import { labelledReadings } from '../../pipelines/sensors/generator/labelled.ts';
import { wearAt } from '../../pipelines/sensors/generator/run.ts';
import { perMinute } from '../../pipelines/sensors/windows.ts';
import { foldEvents } from '../fold.ts';
import type { LabelledRow, SampleRequest } from '../task.ts';

/** A device is about to fail from this wear on: half of its life is over, and the rest goes faster. */
const FAILING = 0.5;
/** Half of all devices wear out or stand in odd places, so that both are learned. */
const DEGRADING = 0.25;
const MINUTES = 12;
/** Readings a device and minute, a group each: scores have to be of use however often devices send. */
const READINGS_A_MINUTE = [6, 12, 30];
/** Devices a group. */
const GROUP = 20;
const START = Date.UTC(2026, 0, 1);
/** Numbers of devices begin at multiples of it, by seed: no two samples have one in common. */
const NUMBERS_A_SEED = 1_000_000;

/** The sensors' window and nothing else: its model need not be there, since it is trained here. */
const pipeline = definePipeline<SensorReading>({
  name: 'sensors',
  stream: { name: 'sensors.events' },
  schema,
  normalise,
  id: (event) => event.event_id,
  eventTime: (event) => Date.parse(event.ts),
  partitionKey: (event) => event.device_id,
  analysis: { latenessSeconds: 60, windows: [perMinute] },
});

/** A row a minute of a device: the features of its final window, and whether the device is about to fail by then. */
export function failureRows({ seed, subjects }: SampleRequest): readonly LabelledRow[] {
  const groups = Array.from({ length: Math.ceil(subjects / GROUP) }, (_, group) => group);
  return groups.flatMap((group) => rowsOfGroup(seed, group, Math.min(GROUP, subjects - group * GROUP)));
}

function rowsOfGroup(seed: number, group: number, devices: number): LabelledRow[] {
  const perMinuteAndDevice = READINGS_A_MINUTE[group % READINGS_A_MINUTE.length] ?? 1;
  const readings = labelledReadings({
    seed: seed * NUMBERS_A_SEED + group,
    first: seed * NUMBERS_A_SEED + group * GROUP + 1,
    devices,
    degrading: DEGRADING,
    readingsPerSecond: (devices * perMinuteAndDevice) / 60,
    seconds: MINUTES * 60,
    startAt: START,
  });
  const all = [...readings];
  const devicesByName = new Map(all.map(({ reading, device }) => [reading.device_id, device]));
  const windows = foldEvents(
    pipeline,
    all.map(({ reading }) => reading),
  );
  return windows.flatMap((window) => {
    const device = devicesByName.get(window.key);
    return device && window.events >= LEAST_READINGS ? [rowOf(window, device)] : [];
  });
}

function rowOf({ key, end, values }: WindowResult, device: Device): LabelledRow {
  return {
    subject: key,
    label: wearAt(device, end - START) >= FAILING,
    features: failureFeaturesOf(values),
    baselines: {
      'temperature over 30 °C': Number(values.temperature_max) > 30,
      'temperature alone': Number(values.temperature_avg),
    },
  };
}
