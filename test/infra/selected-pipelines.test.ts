import { describe, expect, it } from 'vitest';
import { selectedPipelines } from '../../infra/selected-pipelines.ts';

const known = ['sensors', 'posts', 'payments'].map((name) => ({ name }));

function selected(value: unknown): readonly string[] {
  const node = { tryGetContext: (key: string) => (key === 'pipelines' ? value : undefined) };
  return selectedPipelines(node, known, ['posts']).map(({ name }) => name);
}

describe('the context key pipelines', () => {
  it('left out, gives all but the examples', () => expect(selected(undefined)).toEqual(['sensors', 'payments']));

  it('all gives the examples too', () => expect(selected('all')).toEqual(['sensors', 'posts', 'payments']));

  it('names give those, each once, in the order of the list', () => {
    expect(selected('payments, posts,payments')).toEqual(['posts', 'payments']);
  });

  it.each([
    ['post', '(received "post")'],
    ['sensors,,posts', '(received "")'],
    ['', '(received "")'],
    [7, '(received 7)'],
    [['sensors'], '(received ["sensors"])'],
  ])('refuses %j, and says which there are', (value, received) => {
    expect(() => selected(value)).toThrow(
      `Context "pipelines" must be names of pipelines, separated by commas, or all; there are: sensors, posts, payments ${received}`,
    );
  });
});
