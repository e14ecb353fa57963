import { describe, expect, it } from 'vitest';
import { testKit } from '../../../core/analysis/testing/test-kit.ts';
import posts, { sentiment } from '../../../pipelines/posts.ts';

const NOON = Date.parse('2026-11-22T12:00:00Z');
let posted = 0;
const post = (second: number, text: string, hashtags: readonly string[], lang = 'es') => {
  posted += 1;
  const at = new Date(NOON + second * 1000).toISOString();
  return { event_id: `p-${posted}`, ts: at, user: `user-${posted % 4}`, lang, text, hashtags };
};
const posting = (count: number, second: number, text: string, hashtags: readonly string[], lang = 'es') =>
  Array.from({ length: count }, () => post(second, text, hashtags, lang));

describe('the sentiment of a post', () => {
  it.each([
    ['es', 'El tren ha sido PUNTUAL y rápido, ¡gracias!', 1],
    ['es', 'Otra vez el retraso. Un asco.', -1],
    ['es', 'No es tan bueno', -1],
    ['es', 'Un viaje rápido pero triste', 0],
    ['en', 'Not bad at all', 1],
    ['en', "I don't know, never been happy here", -1],
    ['en', 'Great, great, but late', 1 / 3],
    ['es', 'Voy en el metro', undefined],
    ['es', 'great', undefined],
  ] as const)('in %s of %j is %d', (lang, text, expected) => {
    expect(sentiment({ lang, text })).toBe(expected);
  });

  it('turns with a negation no more than three words before', () => {
    expect(sentiment({ lang: 'es', text: 'no creo que sea bueno' })).toBe(1);
    expect(sentiment({ lang: 'es', text: 'no creo sea bueno' })).toBe(-1);
  });

  it('is the same however letters with accents are written', () => {
    expect(sentiment({ lang: 'es', text: 'rápido'.normalize('NFD') })).toBe(1);
  });
});

describe('posts', () => {
  it('have a mood by hashtag and minute, of those that say what they think', () => {
    const given = [post(0, 'genial', ['copa']), post(5, 'hola', ['copa']), post(10, 'mal', ['copa', 'cine'])];
    const kit = testKit(posts).given(given).settle().expectAlerts([]);
    expect(kit.rows('sentiment')).toMatchObject([
      { key: 'copa', start: NOON, events: 3, final: true, values: { posts: 3, opinions: 2, sentiment: 0 } },
    ]);
  });

  it('have trending hashtags by language, over five minutes, every minute', () => {
    const kit = testKit(posts)
      .given([
        ...posting(3, 0, 'hola', ['metro', 'copa']),
        ...posting(2, 30, 'hello', ['cine'], 'en'),
        ...posting(2, 61, 'hola', ['copa']),
        ...posting(1, 62, 'hola', ['viajes', 'música']),
      ])
      .settle();
    const trending = kit.rows('trending').filter(({ key }) => key === 'es');
    expect(trending).toHaveLength(6);
    expect(trending.find(({ start }) => start === NOON)?.values).toEqual({
      hashtags: [
        { value: 'copa', count: 5 },
        { value: 'metro', count: 3 },
        { value: 'música', count: 1 },
      ],
      users: 4,
    });
    expect(trending.find(({ start }) => start === NOON - 240_000)?.values).toMatchObject({
      hashtags: [
        { value: 'copa', count: 3 },
        { value: 'metro', count: 3 },
      ],
    });
  });

  it('raise one alert when the mood about a hashtag turns', () => {
    testKit(posts)
      .given(posting(4, 0, 'genial', ['metro']))
      .given(posting(5, 10, 'un asco', ['metro']))
      .expectAlerts([])
      .given(posting(3, 20, 'fatal', ['metro']))
      .expectAlerts([
        {
          rule: 'mood',
          key: 'metro',
          values: { posts: 11, opinions: 11, sentiment: -3 / 11 },
          message: 'people are angry about metro: 11 opinions, -0.27 on the whole',
        },
      ])
      .given(posting(20, 70, 'fatal', ['metro']))
      .expectAlerts([]);
  });
});
