import { describe, expect, it } from 'vitest';
import { mask, maskFields, maskText } from '../../../core/mask.ts';

describe('mask', () => {
  it.each([
    ['an e-mail address', 'jennie.nichols@example.com', 'j***@example.com'],
    ['one whose local part is short', 'jo@example.org', '***@example.org'],
    ['one of a domain of another script', 'олена@пошта.укр', 'о***@пошта.укр'],
    ['two at signs', 'a@b@example.org', 'a***'],
    ['a telephone number', '(272) 790-0888', '** … 88'],
    ['an international one', '+34 600 11 22 42', '+** … 42'],
    ['one in Persian digits', '۰۲۱-۱۲۳۴-۵۶۷۸', '** … ۷۸'],
    ['signs of one with too few digits', '(12) - - 34', '***'],
    ['a name', 'Jennie', 'J***'],
    ['a name of two characters, of which one would be half', 'Jo', '***'],
    ['a letter with its marks', 'किरण', 'कि***'],
    ['an address', '8929 Valwood Pkwy, Billings', '8***'],
    ['an instant', '1992-03-08T15:13:16.688Z', '1***'],
    ['what begins with no letter', '👩‍👩‍👧 Family', '***'],
    ['a letter under a heap of marks', `Z${'\u0351'.repeat(40)}algo`, '***'],
    ['half a character', '\ud83dabc', '***'],
    ['white space around it', '  Jennie ', 'J***'],
    ['nothing', '', '***'],
    ['what only looks masked', 'Jennie Nichols***', 'J***'],
    ['a number', 59_101, '***'],
    ['a truth value', true, '***'],
    ['an object', { first: 'Jennie' }, '***'],
    ['a list', ['Jennie'], '***'],
    ['null, which hides nobody', null, null],
    ['what is missing', undefined, undefined],
  ])('%s', (_, value, masked) => {
    expect(mask(value)).toBe(masked);
  });
});

describe('maskFields', () => {
  it('masks the fields named, in their places, and adds none', () => {
    const event = { id: '1', name: 'Jennie', town: 'Billings', age: 34 };
    expect(JSON.stringify(maskFields(event, ['age', 'name', 'phone']))).toBe(
      '{"id":"1","name":"J***","town":"Billings","age":"***"}',
    );
    expect(event.name).toBe('Jennie');
  });
});

describe('maskText', () => {
  const personal = ['name', 'email', 'code'];

  it.each([
    ['plain', 'Jennie wrote', 'J*** wrote'],
    ['quoted', 'received "Jennie"', 'received "J***"'],
    ['in a longer value that is personal too', 'jennie.Jennie@example.org', 'j***@example.org'],
    ['a number', 'code 59101', 'code ***'],
    ['as often as it stands there', 'Jennie, Jennie', 'J***, J***'],
  ])('%s', (_, text, masked) => {
    expect(maskText(text, { name: 'Jennie', email: 'jennie.Jennie@example.org', code: 59_101 }, personal)).toBe(masked);
  });

  it('finds a value that a message has cut', () => {
    const name = 'n'.repeat(80);
    expect(maskText(`must be short (received "${'n'.repeat(59)}…")`, { name }, personal)).toBe(
      'must be short (received "n***")',
    );
  });

  it('finds what JSON escapes', () => {
    expect(maskText('received "J\\"en\\nnie"', { name: 'J"en\nnie' }, personal)).toBe('received "J***"');
  });

  it('finds one or two characters in quotes alone, or it would hide half of the message', () => {
    expect(maskText('an "a" at all', { name: 'a' }, personal)).toBe('an "***" at all');
  });

  it('takes no value for a pattern', () => {
    expect(maskText('x $& y', { name: '$& ' }, personal)).toBe('x ***y');
  });
});
