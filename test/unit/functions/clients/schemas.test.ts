import { describe, expect, it } from 'vitest';
import { SchemaBook } from '../../../../functions/clients/schemas/book.ts';
import { toSchemaItem } from '../../../../functions/clients/schemas/items.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeDynamo } from '../support/fake-dynamo.ts';

const schema = '{"type":"record","name":"R","fields":[{"name":"f","type":"long"}]}';

function bookOf(count: number) {
  const dynamo = new FakeDynamo();
  for (let id = 1; id <= count; id += 1) {
    const item = toSchemaItem(id, { schema: id === 13 ? '"thing"' : schema, registeredAt: id });
    dynamo.items.set(`${item.pk?.S}|${item.sk?.S}`, item);
  }
  const book = new SchemaBook({ client: dynamo.client, table: 'schemas', clock: new FakeClock(), random: () => 0 });
  return { dynamo, book };
}

describe('the book of schemas', () => {
  it('reads what it does not know, 100 a call and consistently, and each but once', async () => {
    const { dynamo, book } = bookOf(150);
    await book.load(Array.from({ length: 150 }, (_, index) => index + 1));
    await book.load([1, 1, 150]);
    expect(dynamo.reads.map(({ RequestItems }) => RequestItems?.schemas)).toEqual([
      { ConsistentRead: true, Keys: expect.objectContaining({ length: 100 }) },
      { ConsistentRead: true, Keys: expect.objectContaining({ length: 50 }) },
    ]);
    expect(book.get(150)).toEqual({ registeredAt: 150, read: expect.any(Function) });
  });

  it('asks again for an id that the registry did not have', async () => {
    const { dynamo, book } = bookOf(1);
    await book.load([2]);
    expect(book.get(2)).toBeUndefined();
    const item = toSchemaItem(2, { schema, registeredAt: 5 });
    dynamo.items.set(`${item.pk?.S}|${item.sk?.S}`, item);
    await book.load([2]);
    expect(book.get(2)?.registeredAt).toBe(5);
  });

  it('says why a schema can not be used', async () => {
    const { book } = bookOf(13);
    await book.load([13]);
    expect(book.get(13)).toEqual({ registeredAt: 13, read: 'undefined type name: thing' });
  });

  it('remembers a thousand', async () => {
    const { book } = bookOf(1_001);
    await book.load(Array.from({ length: 1_000 }, (_, index) => index + 1));
    await book.load([1_001]);
    expect([book.get(1), book.get(2), book.get(1_001)]).toEqual([undefined, expect.anything(), expect.anything()]);
  });

  it('forgets none that the batch at hand names, however old and however many', async () => {
    const { book } = bookOf(1_002);
    await book.load(Array.from({ length: 1_000 }, (_, index) => index + 1));
    await book.load([1_001, 1]);
    expect([book.get(1), book.get(2), book.get(1_001)]).toEqual([expect.anything(), undefined, expect.anything()]);
    await book.load(Array.from({ length: 1_002 }, (_, index) => index + 1));
    expect([book.get(1), book.get(2), book.get(1_002)]).not.toContain(undefined);
  });
});
