import { invalidArgument } from '../errors.ts';

const mostTags = 50;
const allowed = /^[\p{L}\p{N}\p{Z}_./=+\-%@:]*$/u;

/**
 * What a stream's tags may be after some were added.
 *
 * @throws {KinesisError} InvalidArgumentException for more than 50 tags, other characters, and names that begin with `aws:`
 * @see https://docs.aws.amazon.com/streams/latest/dev/tagging.html
 */
export function checkTags(
  there: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>>,
  stream: string,
  account: string,
): void {
  if (![...Object.keys(added), ...Object.values(added)].every((text) => allowed.test(text))) {
    throw invalidArgument(
      'Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @ :',
    );
  }
  const reserved = Object.keys(added).find((key) => key.toLowerCase().startsWith('aws:'));
  if (reserved !== undefined) throw invalidArgument(`Tag keys must not begin with aws: (received "${reserved}").`);
  if (Object.keys({ ...there, ...added }).length <= mostTags) return;
  throw invalidArgument(
    `Failed to add tags to stream ${stream} under account ${account} because a given stream cannot have more than ${mostTags} tags associated with it.`,
  );
}
