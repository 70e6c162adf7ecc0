import type { INestApplication } from '@nestjs/common';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Public } from '#identity';

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
  const sorted = <T>(record: Record<string, T>) =>
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    ...made,
    paths: sorted(made.paths),
    components: { ...made.components, schemas: sorted(made.components?.schemas ?? {}) },
  };
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
