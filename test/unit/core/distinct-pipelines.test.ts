import { describe, expect, it } from 'vitest';
import { distinctPipelines } from '../../../core/distinct-pipelines.ts';
import sensors from '../../../pipelines/sensors.ts';

const other = { ...sensors, name: 'lights', stream: { ...sensors.stream, name: 'lights.events' } };

describe('distinctPipelines', () => {
  it('gives back pipelines that share nothing', () => {
    expect(distinctPipelines([sensors, other])).toEqual([sensors, other]);
  });

  it('names a name that is used twice', () => {
    expect(() => distinctPipelines([sensors, { ...other, name: 'sensors' }])).toThrow(
      'two pipelines are named "sensors"',
    );
  });

  it('names a stream that is used twice, and by whom', () => {
    expect(() => distinctPipelines([sensors, { ...other, stream: sensors.stream }])).toThrow(
      'the pipelines "sensors" and "lights" share the stream "sensors.events"',
    );
  });
});
