import { isList, isObject, parseJson } from '../json.ts';
import type { JsonObject, JsonValue, StreamKind } from '../model.ts';
import { isAlternatives } from '../rules/filters/matches-pattern.ts';
import { isRule } from '../rules/filters/operators.ts';
import type { MappingConfiguration } from './configuration.ts';
import { InvalidMappingError } from './errors.ts';

/** Filters of a mapping at most: 5, and 10 where AWS has raised the quota. */
const MAXIMUM_FILTERS = 10;
/** Characters of a pattern at most. */
const MAXIMUM_PATTERN = 4096;

/**
 * The patterns of a mapping's filter criteria.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 *
 * @throws {InvalidMappingError} for a pattern that is no JSON, or asks for what cannot be asked
 */
export function readFilters({ FilterCriteria }: MappingConfiguration, source: StreamKind): readonly JsonObject[] {
  const filters = FilterCriteria?.Filters ?? [];
  if (filters.length > MAXIMUM_FILTERS) {
    throw new InvalidMappingError(
      `FilterCriteria has ${filters.length} filters, of which there may be ${MAXIMUM_FILTERS}.`,
    );
  }
  return filters.map(({ Pattern = '' }) => {
    const pattern = Pattern.length <= MAXIMUM_PATTERN ? parseJson(Pattern) : undefined;
    if (isObject(pattern) && isPattern(pattern) && hasDataAsObject(pattern, source)) return pattern;
    throw new InvalidMappingError('Invalid filter pattern definition.');
  });
}

/** A stream's data is JSON: what a pattern asks of it has names, too. */
function hasDataAsObject(pattern: JsonObject, source: StreamKind): boolean {
  const { $or, [source === 'kinesis' ? 'data' : 'dynamodb']: data } = pattern;
  const alternatives = $or !== undefined && isAlternatives($or) ? $or : [];
  return (data === undefined || isObject(data)) && alternatives.every((one) => hasDataAsObject(one, source));
}

/** Whether every leaf of a pattern is a list of rules. */
function isPattern(pattern: JsonObject): boolean {
  return Object.entries(pattern).every(([name, rule]) => {
    if (name === '$or' && isAlternatives(rule)) return rule.every(isPattern);
    return isObject(rule) ? isPattern(rule) : isRules(rule);
  });
}

function isRules(rules: JsonValue): boolean {
  return isList(rules) && rules.length > 0 && rules.every(isRule);
}
