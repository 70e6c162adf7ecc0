import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Public } from '#identity';
import { home } from './configuration.js';

/** Nest's name for the description of the API. */
export const OPENAPI = Symbol('OpenApi');

/** Makes the document when it is first asked for, which is mostly never: reading every DTO takes longer than the rest of Nest's start. */
export class ApiDescription {
  private made: OpenAPIObject | null = null;
  private app: INestApplication | null = null;

  of(app: INestApplication): void {
    this.app = app;
  }

  get document(): OpenAPIObject {
    if (!this.app) throw new Error('the description of the API was asked for before there was an API');
    this.made ??= describe(this.app);
    return this.made;
  }
}

/** The API as OpenAPI 3.1, made from the DTOs. The same code gives the same text: paths and schemas are sorted. */
export function describe(app: INestApplication): OpenAPIObject {
  const made = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setTitle('Tiến Độ')
      .setDescription(
        'Tasks, deadlines and accountability of a yearly plan. Problems are RFC 9457 documents; commands take Idempotency-Key and If-Match.',
      )
      .setVersion('1')
      .setOpenAPIVersion('3.1.0')
      .addCookieAuth('tiendo')
      .build(),
    { operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}` },
  );
  const { routes, schemas: answering } = answers();
  const schemas = { ...made.components?.schemas };
  for (const [name, schema] of Object.entries(answering)) {
    // What a DTO says of itself (lengths, limits) is more than its type does.
    if (name in schemas && !name.endsWith('Dto')) throw new Error(`a DTO and an answer are both called ${name}`);
    schemas[name] ??= schema;
  }
  for (const path of Object.values(made.paths))
    for (const operation of operationsOf(path)) operation.responses = answered(operation, routes[operation.operationId ?? '']);
  const sorted = <T>(record: Record<string, T>) =>
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    ...made,
    paths: sorted(made.paths),
    components: { ...made.components, schemas: sorted(referred(made.paths, schemas)) },
  };
}

/** The schemas that the paths lead to, directly or by another schema. */
function referred(paths: OpenAPIObject['paths'], schemas: Record<string, Schema>): Record<string, Schema> {
  const kept: Record<string, Schema> = {};
  const follow = (it: unknown): void => {
    for (const [, name = ''] of JSON.stringify(it).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      const schema = schemas[name];
      if (!schema || name in kept) continue;
      kept[name] = schema;
      follow(schema);
    }
  };
  follow(paths);
  return kept;
}

type Path = OpenAPIObject['paths'][string];
type Operation = NonNullable<Path['get']>;
type Answers = Operation['responses'];
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** What the routes answer, as `npm run openapi` took it from the types of the code. Read when the description is asked for. */
const answers = (): { readonly routes: Readonly<Record<string, Schema>>; readonly schemas: Readonly<Record<string, Schema>> } =>
  JSON.parse(readFileSync(join(home, 'apps', 'server', 'answers.json'), 'utf8'));

const operationsOf = ({ get, post, put, patch, delete: remove }: Path): Operation[] =>
  [get, post, put, patch, remove].filter((it) => it !== undefined);

const meaning: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Written.',
  204: 'Done; there is nothing to say.',
};

const problem = {
  description: 'A problem document (RFC 9457) in the language asked for: a code, a sentence, and the field and figures in it.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** An operation's answers with their bodies. A command sent again with its key, or one that changes nothing, answers 200 and not 201. */
function answered({ responses }: Operation, schema: Schema | undefined): Answers {
  const content = schema && { 'application/json': { schema } };
  const whole: Answers = {};
  for (const [code, answer] of Object.entries(responses)) {
    if (!answer || '$ref' in answer) throw new Error('an answer of a route is written out, not referred to');
    const foreign = answer.content !== undefined && !('application/json' in answer.content);
    const silent = foreign || !code.startsWith('2') || code === '204';
    const description = answer.description || (meaning[code] ?? '');
    whole[code] = { ...answer, description, ...(content && !silent ? { content } : {}) };
  }
  const commanded =
    schema && ('$ref' in schema ? schema.$ref.endsWith('/CommandAnswer') : 'repeated' in (schema.properties ?? {}));
  if (content && commanded) whole['200'] ??= { description: 'Written before under the same key, or nothing to change.', content };
  whole.default ??= problem;
  return whole;
}

@ApiExcludeController()
@Controller('openapi.json')
export class OpenApiController {
  constructor(@Inject(OPENAPI) private readonly description: ApiDescription) {}

  @Get()
  @Public()
  show(): OpenAPIObject {
    return this.description.document;
  }
}
