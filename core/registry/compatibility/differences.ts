import type { Type, types } from 'avsc';

/** Where in a schema: names of fields, `[]` for the items of an array, `{}` for the values of a map. */
type Path = readonly string[];

/**
 * Why data written by one schema can't be read by another, each with the path of the field; nothing where it can. Whether a
 * part can be read is avsc's to say, by Avro's rules of resolution; here it is only found which part it is.
 *
 * @see https://avro.apache.org/docs/1.12.0/specification/#schema-resolution
 */
export function differences(reader: Type, writer: Type): string[] {
  return partDifferences(reader, writer, [], []);
}

/** @param open pairs of records that are being compared further out: a record may hold itself */
function partDifferences(reader: Type, writer: Type, path: Path, open: readonly (readonly [Type, Type])[]): string[] {
  if (canRead(reader, writer) || open.some(([r, w]) => r === reader && w === writer)) return [];
  const within: typeof open = [...open, [reader, writer]];
  if (isRecord(reader) && isRecord(writer)) return recordDifferences(reader, writer, path, within);
  if (isArray(reader) && isArray(writer)) {
    return partDifferences(reader.itemsType, writer.itemsType, [...path, '[]'], within);
  }
  if (isMap(reader) && isMap(writer)) {
    return partDifferences(reader.valuesType, writer.valuesType, [...path, '{}'], within);
  }
  if (isEnum(reader) && isEnum(writer) && lastName(reader) === lastName(writer)) {
    const unknown = writer.symbols.filter((symbol) => !reader.symbols.includes(symbol));
    return [`${at(path)}the reader does not know the symbols ${unknown.join(', ')} and has no default`];
  }
  if (isUnion(writer)) {
    const unread = writer.types.filter((branch) => !canRead(reader, branch));
    return [`${at(path)}${textOf(reader)} can't hold ${unread.map(textOf).join(', ')} of the writer's union`];
  }
  return [`${at(path)}${textOf(writer)} can't be read as ${textOf(reader)}`];
}

function recordDifferences(
  reader: types.RecordType,
  writer: types.RecordType,
  path: Path,
  open: readonly (readonly [Type, Type])[],
): string[] {
  const found = reader.fields.flatMap((field) => {
    const inner = [...path, field.name];
    const written = writer.fields.find(({ name }) => name === field.name || field.aliases.includes(name));
    if (written) return partDifferences(field.type, written.type, inner, open);
    if (field.defaultValue() !== undefined) return [];
    return [`${at(inner)}the reader needs it and has no default, and the writer does not have it`];
  });
  return found.length > 0 ? found : [`${at(path)}${textOf(writer)} can't be read as ${textOf(reader)}`];
}

function canRead(reader: Type, writer: Type): boolean {
  try {
    reader.createResolver(writer, { ignoreNamespaces: true });
    return true;
  } catch {
    return false;
  }
}

function at(path: Path): string {
  return path.length === 0 ? '' : `field ${path.join('.').replaceAll(/\.(\[\]|\{\})/g, '$1')}: `;
}

function textOf(type: Type): string {
  if (isUnion(type)) return `a union of ${type.types.map(textOf).join(', ')}`;
  return type.name === undefined ? type.typeName : `${type.typeName} ${type.name}`;
}

function lastName({ name = '' }: Type): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

const isRecord = (type: Type): type is types.RecordType => type.typeName === 'record' || type.typeName === 'error';
const isArray = (type: Type): type is types.ArrayType => type.typeName === 'array';
const isMap = (type: Type): type is types.MapType => type.typeName === 'map';
const isEnum = (type: Type): type is types.EnumType => type.typeName === 'enum';
const isUnion = (type: Type): type is types.UnwrappedUnionType => type.typeName.startsWith('union:');
