import type { Input } from '../api/inputs.ts';
import type { Stream } from '../streams/stream.ts';
import { type Context, findActiveStream, findStream } from './context.ts';
import { findResource, type Resource, withConsumer } from './resource.ts';
import { checkTags } from './tag-rules.ts';

type Tags = Readonly<Record<string, string>>;

const defaultTags = 50;

/** Adds tags to a stream, over those of the same keys. @throws {KinesisError} see `checkTags` */
export async function addTagsToStream(context: Context, input: Input<'AddTagsToStream'>): Promise<undefined> {
  return add({ stream: findActiveStream(context, input) }, input.Tags);
}

/** Removes tags from a stream; keys that it does not have are no error. */
export async function removeTagsFromStream(context: Context, input: Input<'RemoveTagsFromStream'>): Promise<undefined> {
  return change({ stream: findActiveStream(context, input) }, without(input.TagKeys));
}

/** The tags of a stream, by key. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListTagsForStream.html */
export function listTagsForStream(context: Context, input: Input<'ListTagsForStream'>): object {
  const all = describe(findStream(context, input).state.tags);
  const rest = all.filter(({ Key }) => Key > (input.ExclusiveStartTagKey ?? ''));
  const page = rest.slice(0, input.Limit ?? defaultTags);
  return { Tags: page, HasMoreTags: page.length < rest.length };
}

/** Adds tags to a stream or a consumer. @throws {KinesisError} see `checkTags` */
export async function tagResource(context: Context, input: Input<'TagResource'>): Promise<undefined> {
  return add(findResource(context, input.ResourceARN), input.Tags);
}

/** Removes tags from a stream or a consumer. */
export async function untagResource(context: Context, input: Input<'UntagResource'>): Promise<undefined> {
  return change(findResource(context, input.ResourceARN), without(input.TagKeys));
}

/** The tags of a stream or a consumer. */
export function listTagsForResource(context: Context, input: Input<'ListTagsForResource'>): object {
  const { stream, consumer } = findResource(context, input.ResourceARN);
  return { Tags: describe((consumer ?? stream.state).tags) };
}

function add(resource: Resource, tags: Tags): Promise<undefined> {
  const { name, account } = resource.stream.state;
  return change(resource, (there) => {
    checkTags(there, tags, name, account);
    return { ...there, ...tags };
  });
}

async function change({ stream, consumer }: Resource, next: (tags: Tags) => Tags): Promise<undefined> {
  await stream.change((state) => {
    if (consumer === undefined) return { ...state, tags: next(state.tags) };
    return withConsumer(state, consumer.name, { ...consumer, tags: next(consumer.tags) });
  });
  return undefined;
}

function without(keys: readonly string[]): (tags: Tags) => Tags {
  return (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

function describe(tags: Stream['state']['tags']): Array<{ Key: string; Value: string }> {
  return Object.entries(tags)
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((one, other) => (one.Key < other.Key ? -1 : 1));
}
