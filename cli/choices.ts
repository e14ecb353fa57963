import { type Argument, InvalidArgumentError, type Option } from 'commander';
import { didYouMean } from '../core/did-you-mean.ts';

/** Gives an argument or an option the words that it takes; any other is refused with the one that was meant. */
export function withChoices<T extends Argument | Option>(of: T, words: readonly string[]): T {
  of.choices(words).argParser((typed: string) => {
    if (words.includes(typed)) return typed;
    throw new InvalidArgumentError(`Allowed choices are ${words.join(', ')}.${didYouMean(typed, words)}`);
  });
  return of;
}
