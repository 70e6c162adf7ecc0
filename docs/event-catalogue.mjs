// Writes docs/events.md: what can happen, taken from the types in libs/**/*.events.ts by the TypeScript compiler.
// `node docs/event-catalogue.mjs --write` writes the file; without --write it goes to standard output.
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const sources = readdirSync(join(root, 'libs'), { recursive: true })
  .map((file) => join(root, 'libs', String(file)))
  .filter((file) => file.endsWith('.events.ts'))
  .sort();

/** The comment written above a declaration, as one line. */
function comment(node) {
  const text = node.getSourceFile().text;
  return (ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [])
    .map(({ pos, end }) => text.slice(pos, end))
    .filter((it) => it.startsWith('/**'))
    .map((it) => it.replace(/^\/\*\*|\*\/$/g, '').replace(/^\s*\* ?/gm, '').replace(/\s+/g, ' ').trim())
    .join(' ');
}

const cell = (text) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
const code = (node) => `\`${cell(node.getText()).replace(/readonly /g, '').replace(/^\\\| /, '')}\``;

/** `Event<'assigned', {…}>` gives its name and the node of its data. */
function eventOf(node) {
  if (!ts.isTypeReferenceNode(node) || node.typeName.getText() !== 'Event') return null;
  const [type, data] = node.typeArguments ?? [];
  if (!type || !ts.isLiteralTypeNode(type) || !ts.isStringLiteral(type.literal)) return null;
  return { node, name: type.literal.text, data };
}

function members(type) {
  return ts.isUnionTypeNode(type) ? type.types : [type];
}

function fields(data, declared) {
  if (!data) return [];
  if (ts.isTypeReferenceNode(data)) {
    const found = declared.get(data.typeName.getText());
    return found ? fields(found, declared) : [`Data: ${code(data)}`];
  }
  if (ts.isIntersectionTypeNode(data))
    return data.types.flatMap((part, nth) => fields(part, declared).slice(nth === 0 ? 0 : 2));
  const list = ts.isInterfaceDeclaration(data) || ts.isTypeLiteralNode(data) ? data.members : null;
  if (!list) return [`Data: ${code(data)}`];
  if (list.length === 0) return [];
  const rows = list
    .filter(ts.isPropertySignature)
    .map((it) => `| \`${it.name.getText()}${it.questionToken ? '?' : ''}\` | ${it.type ? code(it.type) : ''} | ${cell(comment(it))} |`);
  const inherited = ts.isInterfaceDeclaration(data)
    ? (data.heritageClauses ?? []).flatMap((clause) => clause.types).flatMap((it) => {
        const parent = declared.get(it.expression.getText());
        return parent ? fields(parent, declared).slice(2) : [];
      })
    : [];
  return ['| field | type | |', '| --- | --- | --- |', ...inherited, ...rows];
}

/** One file's section. */
function section(file) {
  const source = ts.createSourceFile(file, ts.sys.readFile(file) ?? '', ts.ScriptTarget.ES2023, true);
  const declared = new Map();
  for (const it of source.statements) {
    if (ts.isInterfaceDeclaration(it)) declared.set(it.name.text, it);
    if (ts.isTypeAliasDeclaration(it)) declared.set(it.name.text, it.type);
  }
  const unions = source.statements
    .filter(ts.isTypeAliasDeclaration)
    .map((alias) => ({ alias, events: members(alias.type).map(eventOf).filter(Boolean) }))
    .filter(({ events }) => events.length > 0);
  if (unions.length === 0) throw new Error(`${file} declares no event`);
  const used = new Set(unions.map(({ alias }) => alias.name.text));
  const lines = [`## ${relative(join(root, 'libs'), file).split('/')[0]}`, '', `Source: \`${relative(root, file)}\``, ''];
  for (const { alias, events } of unions) {
    const words = comment(alias);
    if (words) lines.push(words, '');
    for (const event of events) {
      const said = comment(event.node);
      lines.push(`### \`${event.name}\``, '', ...(said ? [said, ''] : []), ...fields(event.data, declared), '');
    }
  }
  const shapes = source.statements
    .filter((it) => ts.isInterfaceDeclaration(it) || ts.isTypeAliasDeclaration(it))
    .filter((it) => it.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) && !used.has(it.name.text))
    .filter((it) => !it.getText().includes('RecordedOf<'));
  if (shapes.length > 0) {
    lines.push('### Shapes', '');
    for (const it of shapes) {
      lines.push(`**${it.name.text}**${comment(it) ? `: ${comment(it)}` : ''}`, '');
      if (ts.isInterfaceDeclaration(it)) lines.push(...fields(it, declared), '');
      else lines.push('```ts', it.type.getText().replace(/readonly /g, ''), '```', '');
    }
  }
  return { lines, count: unions.reduce((sum, { events }) => sum + events.length, 0) };
}

export function eventCatalogue() {
  const sections = sources.map(section);
  const total = sections.reduce((sum, { count }) => sum + count, 0);
  return [
    '# What can happen',
    '',
    `Generated from the types by \`npm run docs:events\`; a test fails when it is not current. ${total} events.`,
    '',
    'Each event also carries its id, stream, version, position in the log, the moment it was recorded, and who did it under which command.',
    '',
    ...sections.flatMap(({ lines }) => lines),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = eventCatalogue();
  if (process.argv.includes('--write')) writeFileSync(join(root, 'docs', 'events.md'), text);
  else process.stdout.write(text);
}
