// Writes apps/server/answers.json: what each route answers, as JSON schemas made by the TypeScript compiler from the controllers' return
// types, so that the description of the API cannot say another thing than the code does. Plain Node: `npm run openapi` runs it.
// `node apps/server/answers.mjs --write` writes the file; without --write it goes to standard output.
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const verbs = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete']);

/** What text of a branded type looks like, where a program can use it. */
const formats = { LocalDate: 'date', Instant: 'date-time' };

const controllers = ['libs', 'apps/server']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((file) => join(root, folder, String(file))))
  .filter((file) => file.endsWith('.controller.ts'))
  .sort();
const { config } = ts.readConfigFile(join(root, 'tsconfig.build.json'), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: controllers }, ts.sys, root);
const program = ts.createProgram([...controllers, join(root, 'apps/server/problems.ts')], {
  ...options,
  noEmit: true,
  incremental: false,
  tsBuildInfoFile: undefined,
});
const checker = program.getTypeChecker();

const schemas = {};
/** Which type took a name; another type of the same name gets its file's room before it. */
const taken = new Map();

const decoratorsOf = (node) =>
  (ts.getDecorators(node) ?? []).map(({ expression }) =>
    ts.isCallExpression(expression)
      ? { name: expression.expression.getText(), given: expression.arguments }
      : { name: '', given: [] },
  );
const words = (symbol) =>
  symbol ? ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim() : '';
const has = (type, flag) => (type.flags & flag) !== 0;
const described = (schema, description) => {
  if (!description) return schema;
  return schema.$ref ? { allOf: [schema], description } : { ...schema, description };
};

/** Kept in order and once each. */
const distinct = (list) => [...new Map(list.map((it) => [JSON.stringify(it), it])).values()];

function unionOf(type, seen) {
  const parts = type.types.filter((it) => !has(it, ts.TypeFlags.Undefined | ts.TypeFlags.Void));
  const literals = parts.filter((it) => it.isStringLiteral() || it.isNumberLiteral());
  const booleans = parts.filter((it) => has(it, ts.TypeFlags.BooleanLiteral));
  const rest = parts.filter((it) => !literals.includes(it) && !booleans.includes(it));
  const made = [];
  if (literals.length > 0)
    made.push({
      type: literals.every((it) => it.isStringLiteral()) ? 'string' : 'number',
      enum: literals.map((it) => it.value).sort(),
    });
  if (booleans.length === 2) made.push({ type: 'boolean' });
  if (booleans.length === 1) made.push({ type: 'boolean', const: checker.typeToString(booleans[0]) === 'true' });
  made.push(...rest.map((it) => schemaOf(it, seen)));
  const schemas = distinct(made);
  const nullless = schemas.filter((it) => it.type !== 'null');
  const [only] = nullless;
  if (
    nullless.length === 1 &&
    nullless.length < schemas.length &&
    typeof only.type === 'string' &&
    !only.enum &&
    only.const === undefined
  )
    return { ...only, type: [only.type, 'null'] };
  return schemas.length === 1 ? schemas[0] : { anyOf: schemas };
}

function objectOf(type, seen) {
  const properties = {};
  const required = [];
  for (const property of checker.getPropertiesOfType(type)) {
    const of = checker.getTypeOfSymbol(property);
    if (of.getCallSignatures().length > 0) continue;
    const schema = schemaOf(of, seen);
    const mayLack =
      (property.flags & ts.SymbolFlags.Optional) !== 0 ||
      (of.isUnion() && of.types.some((it) => has(it, ts.TypeFlags.Undefined)));
    properties[property.name] = described(schema, words(property));
    if (!mayLack) required.push(property.name);
  }
  const values = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  return {
    type: 'object',
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
    ...(values ? { additionalProperties: schemaOf(values, seen) } : {}),
  };
}

/** The name under which a type stands once in the description; null: it is written out where it is used. */
function nameOf(type) {
  const symbol = type.aliasSymbol ?? type.getSymbol();
  const [declaration] = symbol?.getDeclarations() ?? [];
  if (!declaration || symbol.name.startsWith('__') || program.isSourceFileDefaultLibrary(declaration.getSourceFile()))
    return null;
  const given = (type.aliasSymbol ? type.aliasTypeArguments : checker.getTypeArguments(type)) ?? [];
  if (given.some((it) => nameOf(it) === null)) return null;
  const name = [symbol.name, ...given.map(nameOf)].join('Of');
  const holder = taken.get(name);
  if (holder === undefined || holder === type) {
    taken.set(name, type);
    return name;
  }
  const file = declaration.getSourceFile().fileName;
  const room = /\/(?:libs|server)\/([a-z-]+)/.exec(file)?.[1] ?? '';
  const other = `${room.replace(/(^|-)([a-z])/g, (_, __, letter) => letter.toUpperCase())}${name}`;
  if ((taken.get(other) ?? type) !== type) throw new Error(`two types are called ${other}: ${file}`);
  taken.set(other, type);
  return other;
}

function schemaOf(type, seen = []) {
  if (has(type, ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
  if (has(type, ts.TypeFlags.Null)) return { type: 'null' };
  if (type.isStringLiteral()) return { type: 'string', const: type.value };
  if (type.isNumberLiteral()) return { type: 'number', const: type.value };
  if (has(type, ts.TypeFlags.BooleanLiteral)) return { type: 'boolean', const: checker.typeToString(type) === 'true' };
  if (has(type, ts.TypeFlags.StringLike)) return { type: 'string' };
  if (has(type, ts.TypeFlags.NumberLike)) return { type: 'number' };
  if (has(type, ts.TypeFlags.BooleanLike) && !type.isUnion()) return { type: 'boolean' };
  if (type.isIntersection() && type.types.some((it) => has(it, ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike))) {
    const plain = type.types.find((it) => has(it, ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike));
    const format = formats[type.aliasSymbol?.name ?? ''];
    return { ...schemaOf(plain, seen), ...(format ? { format } : {}) };
  }
  if (type.isUnion() && !(type.aliasSymbol && type.types.some((it) => has(it, ts.TypeFlags.Object)))) return unionOf(type, seen);
  if (checker.isTupleType(type)) {
    const items = distinct(checker.getTypeArguments(type).map((it) => schemaOf(it, seen)));
    return { type: 'array', items: items.length === 1 ? items[0] : { anyOf: items } };
  }
  if (checker.isArrayType(type)) return { type: 'array', items: schemaOf(checker.getTypeArguments(type)[0], seen) };
  if (type.getSymbol()?.name === 'Date') return { type: 'string', format: 'date-time' };
  if (['Map', 'ReadonlyMap', 'Set'].includes(type.getSymbol()?.name ?? ''))
    throw new Error(`${checker.typeToString(type)} is nothing that JSON has`);
  const name = nameOf(type);
  const made = () => (type.isUnion() ? unionOf(type, seen) : objectOf(type, [...seen, type]));
  if (name === null) {
    if (seen.includes(type)) throw new Error(`${checker.typeToString(type)} contains itself and has no name`);
    return made();
  }
  if (!(name in schemas)) {
    schemas[name] = {};
    const description = words(type.aliasSymbol ?? type.getSymbol());
    schemas[name] = { ...made(), ...(description ? { description } : {}) };
  }
  return { $ref: `#/components/schemas/${name}` };
}

function interfaceIn(file, name) {
  const found = program
    .getSourceFile(join(root, file))
    ?.statements.find((it) => ts.isInterfaceDeclaration(it) && it.name.text === name);
  if (!found) throw new Error(`${file} has no ${name}`);
  return checker.getTypeAtLocation(found);
}

/** Commands are answered by an interceptor: its answer and not the handler's goes over the line. */
const commandAnswer = interfaceIn('libs/event-store/execute.ts', 'CommandAnswer');
const answersCommand = (list) =>
  list.some(({ name, given }) => name === 'UseInterceptors' && given.some((it) => it.getText() === 'AnswersCommand'));

const routes = {};
for (const file of controllers)
  for (const statement of program.getSourceFile(file)?.statements ?? []) {
    if (!ts.isClassDeclaration(statement) || !decoratorsOf(statement).some(({ name }) => name === 'Controller')) continue;
    const all = answersCommand(decoratorsOf(statement));
    for (const method of statement.members.filter(ts.isMethodDeclaration)) {
      const list = decoratorsOf(method);
      if (!list.some(({ name }) => verbs.has(name))) continue;
      const operation = `${statement.name?.text.replace(/Controller$/, '')}_${method.name.getText()}`;
      const signature = checker.getSignatureFromDeclaration(method);
      const returned = signature && checker.getAwaitedType(checker.getReturnTypeOfSignature(signature));
      if (!returned || has(returned, ts.TypeFlags.Any | ts.TypeFlags.Unknown)) throw new Error(`${operation} answers anything`);
      if (has(returned, ts.TypeFlags.Void | ts.TypeFlags.Undefined) || returned.getSymbol()?.name === 'StreamableFile') continue;
      routes[operation] = schemaOf(all || answersCommand(list) ? commandAnswer : returned);
    }
  }

// What every route answers when it refuses.
schemaOf(interfaceIn('apps/server/problems.ts', 'Problem'));

const sorted = (record) => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
const text = `${JSON.stringify({ routes: sorted(routes), schemas: sorted(schemas) }, null, 2)}\n`;
if (process.argv.includes('--write')) writeFileSync(join(root, 'apps', 'server', 'answers.json'), text);
else process.stdout.write(text);
