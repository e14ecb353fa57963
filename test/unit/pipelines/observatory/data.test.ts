import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import data from '../../../../pipelines/observatory/data.json' with { type: 'json' };
import { dataFile } from '../../../../pipelines/observatory/generate-data.ts';
import { countries, indicators, year } from '../../../../pipelines/observatory/settings.ts';

const file = path.resolve(import.meta.dirname, '../../../../pipelines/observatory/data.json');

describe('the observatory’s data file', () => {
  it('is what its script makes, to the byte', async () => {
    expect(await readFile(file, 'utf8')).toBe(dataFile());
  });

  it('has a row for each country of the settings in the year of the settings', () => {
    expect(data.filter((row) => row.year === year).map(({ ccodealp }) => ccodealp)).toEqual(countries);
  });

  it('keeps every figure within the range of its indicator', () => {
    for (const { column, range } of Object.values(indicators)) {
      for (const row of data) {
        expect(row[column]).toBeGreaterThanOrEqual(range[0]);
        expect(row[column]).toBeLessThanOrEqual(range[1]);
      }
    }
  });
});
