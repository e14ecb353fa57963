import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { registerFormats } from '../../../core/formats.ts';

registerFormats();
const takes = (format: string) => {
  const validator = Compile(Type.String({ format }));
  return (text: string) => validator.Check(text);
};

describe('the format line', () => {
  it.each(['a', 'Wilhelmstraße 5', 'خیابان آزادی', '臺北市', 'O’Neill', '👩‍👩‍👧', ' x '])('takes %j', (text) => {
    expect(takes('line')(text)).toBe(true);
  });

  it.each(['', ' ', '\u00a0', 'a\nb', 'a\u0000b', 'a\u0085b', 'a\ud83d', '\udc00'])('refuses %j', (text) => {
    expect(takes('line')(text)).toBe(false);
  });
});

describe('the format email', () => {
  it.each(['a@b.org', "o'neill+list@example.co.uk", 'олена@пошта.укр', `${'l'.repeat(64)}@example.org`])(
    'takes %j',
    (text) => {
      expect(takes('email')(text)).toBe(true);
    },
  );

  it.each([
    ...['', 'a', '@b.org', 'a@', 'a@b', 'a@b.', 'a b@c.org', 'a@b c.org', 'a@b@c.org', 'a\n@b.org', 'a\ud83d@b.org'],
    ...[`${'l'.repeat(65)}@example.org`, `a@${'d'.repeat(250)}.org`],
  ])('refuses %j', (text) => {
    expect(takes('email')(text)).toBe(false);
  });
});

describe('the format uuid', () => {
  it('takes what looks like one, in lower case', () => {
    expect(takes('uuid')('7a0eed16-9430-4d68-901f-c0d4c1c3bf00')).toBe(true);
    for (const text of [
      '',
      '7A0EED16-9430-4D68-901F-C0D4C1C3BF00',
      '7a0eed16-9430-4d68-901f-c0d4c1c3bf0',
      ' 7a0eed16',
    ]) {
      expect(takes('uuid')(text)).toBe(false);
    }
  });
});
