/** A text on one line, without control characters: what came through a stream is hostile, also to a terminal. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, '·');
}

/** {@link printable}, of so many characters at most. */
export function shorten(text: string, length: number): string {
  const plain = printable(text);
  return plain.length > length ? `${plain.slice(0, length - 1)}…` : plain;
}
