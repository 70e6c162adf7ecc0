/** As much of JSON Schema as the description of the API uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly nullable?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
}

const kindOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
const formats: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
};

/** Where a value is not what its schema says, one line a place; a field that the schema does not name is such a place. */
export function unlike(value: unknown, schema: Schema, named: Readonly<Record<string, Schema>>, at = '$'): string[] {
  if (schema.$ref) {
    const name = schema.$ref.replace('#/components/schemas/', '');
    const found = named[name];
    return found ? unlike(value, found, named, at) : [`${at}: the schema ${name} is not there`];
  }
  if (value === null && schema.nullable) return [];
  if (schema.allOf?.length === 1 && schema.allOf[0]) return unlike(value, schema.allOf[0], named, at);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) {
    const all = choices.map((it) => unlike(value, it, named, at));
    const nearest = all.toSorted((a, b) => a.length - b.length)[0] ?? [];
    return nearest;
  }
  if ('const' in schema && schema.const !== value)
    return [`${at}: ${JSON.stringify(value)} is not ${JSON.stringify(schema.const)}`];
  if (schema.enum && !schema.enum.includes(value))
    return [`${at}: ${JSON.stringify(value)} is none of ${schema.enum.join(', ')}`];
  if (schema.type === undefined) return [];
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  const kind = kindOf(value);
  if (!types.some((it) => it === kind || (it === 'integer' && Number.isInteger(value))))
    return [`${at}: ${kind}, not ${types.join(' or ')}`];
  if (typeof value === 'string' && schema.format && formats[schema.format]?.test(value) === false)
    return [`${at}: ${value} is no ${schema.format}`];
  if (Array.isArray(value)) return value.flatMap((it, n) => unlike(it, schema.items ?? {}, named, `${at}[${n}]`));
  if (typeof value !== 'object' || value === null) return [];
  const lacking = (schema.required ?? []).filter((it) => !(it in value)).map((it) => `${at}: ${it} is missing`);
  const rest = schema.additionalProperties;
  const said = Object.entries(value).flatMap(([name, it]) => {
    const of = schema.properties?.[name] ?? (typeof rest === 'object' ? rest : rest === true ? {} : undefined);
    if (of) return unlike(it, of, named, `${at}.${name}`);
    return schema.properties ? [`${at}.${name}: not described`] : [];
  });
  return [...lacking, ...said];
}
