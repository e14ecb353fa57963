import Type, { type Static } from 'typebox';
import { avg, count, distinct, topK } from '../core/analysis/aggregate.ts';
import { definePipeline } from '../core/define-pipeline.ts';
import type { EventGenerator } from '../core/producer/generator.ts';
import { invalidBytes } from '../core/producer/invalid-bytes.ts';

const hashtag = Type.String({ minLength: 1, maxLength: 50 });

/** A post of a social network. The first of its hashtags is what it is about. */
const schema = Type.Object({
  event_id: Type.String({ format: 'id' }),
  ts: Type.String({ format: 'instant' }),
  user: Type.String({ minLength: 1, maxLength: 50 }),
  lang: Type.Enum(['es', 'en']),
  text: Type.String({ minLength: 1, maxLength: 500 }),
  hashtags: Type.Array(hashtag, { minItems: 1, maxItems: 10 }),
});

type Post = Static<typeof schema>;

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Words that praise, words that blame, and words that turn what follows into its opposite. A few of each: put yours in. */
const lexicon = {
  es: {
    praise: words(
      'bien bueno buena excelente feliz genial gracias gusta increíble mejor perfecto puntual rápido recomiendo',
    ),
    blame: words('asco fatal horrible lento mal malo mala odio peor retraso terrible triste vergüenza'),
    negation: words('no nunca jamás ni sin tampoco'),
  },
  en: {
    praise: words('amazing awesome best excellent fast good great happy like love perfect recommend thanks'),
    blame: words('awful bad broken delay hate horrible late sad shame slow terrible worst'),
    negation: words('no not never neither without hardly'),
  },
};

/** How many words a negation reaches: "no es tan bueno". */
const NEGATION_REACH = 3;

/** From −1, all blame, to 1, all praise; undefined where no word of the lexicon occurs. */
export function sentiment({ lang, text }: Pick<Post, 'lang' | 'text'>): number | undefined {
  const { praise, blame, negation } = lexicon[lang];
  const plain = text.normalize().toLowerCase();
  const said = plain.match(/\p{L}+/gu) ?? [];
  const scores = said.flatMap((word, at) => {
    const negated = said.slice(Math.max(0, at - NEGATION_REACH), at).some((before) => negation.has(before));
    const score = praise.has(word) ? 1 : blame.has(word) ? -1 : 0;
    return score === 0 ? [] : negated ? -score : score;
  });
  return scores.length === 0 ? undefined : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** The first of them the most often. */
const topics = ['metro', 'metro', 'metro', 'copa', 'copa', 'cine', 'viajes', 'música'];
const phrases = {
  es: {
    good: ['¡Qué genial!', 'Me gusta, muy bien', 'Lo recomiendo'],
    bad: ['Un asco, otra vez mal', 'No es bueno', 'Peor imposible'],
  },
  en: {
    good: ['Love it!', 'Really good, thanks', 'Not bad at all'],
    bad: ['Awful, late again', 'Not good', 'The worst'],
  },
};

/** People are happy with all but the metro. */
const generator: EventGenerator<Post> = {
  event({ random, id, at, devices }) {
    const lang = random.pick(['es', 'en'] as const);
    const [topic, other] = [random.pick(topics), random.pick(topics)];
    const mood = random.chance(topic === 'metro' ? 0.3 : 0.8) ? 'good' : 'bad';
    const text = random.pick(phrases[lang][mood]);
    const user = `user-${random.integer(1, devices)}`;
    return { event_id: id, ts: new Date(at).toISOString(), user, lang, text, hashtags: [...new Set([topic, other])] };
  },
  invalid: {
    'no-hashtag': { description: 'a list without a hashtag', payload: (post) => ({ ...post, hashtags: [] }) },
    'other-language': { description: 'a language without a lexicon', payload: (post) => ({ ...post, lang: 'fr' }) },
    ...invalidBytes,
  },
};

/** What people post: how they speak of each hashtag by the minute, what is trending, and an alert when the mood turns. docs/examples.md */
export default definePipeline<Post>({
  name: 'posts',
  description: 'Posts of a social network: sentiment and trending hashtags',
  stream: { name: 'posts.events', shards: 2 },

  schema,
  partitionKey: ({ hashtags: [topic = ''] }) => topic,

  analysis: {
    windows: [
      {
        name: 'sentiment',
        kind: 'tumbling',
        sizeSeconds: 60,
        aggregates: { posts: count(), opinions: count(sentiment), sentiment: avg(sentiment) },
      },
      {
        name: 'trending',
        kind: 'hopping',
        sizeSeconds: 300,
        hopSeconds: 60,
        scope: 'stream',
        groupBy: ({ lang }) => lang,
        aggregates: { hashtags: topK(3, ({ hashtags }) => hashtags), users: distinct(({ user }) => user) },
      },
    ],
    rules: [
      {
        kind: 'window',
        name: 'mood',
        cooldownSeconds: 300,
        window: 'sentiment',
        when: ({ values }) => Number(values.opinions) >= 10 && Number(values.sentiment) < -0.2,
        message: ({ key, values: { opinions, sentiment } }) =>
          `people are angry about ${key}: ${opinions} opinions, ${Number(sentiment).toFixed(2)} on the whole`,
      },
    ],
  },

  generator,
});
