import { z } from 'zod'
import { ERRORS } from '../../kernel/errors.ts'
import { bytes, nothing, stream } from '../define-route.ts'
import { SIGN_IN_COOKIE } from '../read-actor.ts'
import type { Route } from '../route.ts'
import { jsonSchemaOf, type JsonSchema } from './json-schema.ts'
import { errorStatuses } from './error-statuses.ts'

interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: object
  readonly tags: readonly object[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>
  readonly components: object
}

/** OpenAPI 3.1 of the route table: what the server checks is what the document says. */
export function openApiDocument(routes: readonly Route[], version: string): OpenApiDocument {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = documentPath(route.path)
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Xiaoer',
      version,
      description: 'Times are ISO 8601 UTC, money is integer minor units, ids are strings, pages have cursors.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: [...new Set(routes.map((route) => route.tag))].sort().map((name) => ({ name })),
    paths,
    components: { schemas: { Problem: problemSchema }, responses: problemResponses(), securitySchemes },
  }
}

/** `/shops/:shopId` → `/shops/{shopId}`. */
export const documentPath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}')

function operationOf(route: Route): object {
  return {
    operationId: route.name,
    summary: route.summary,
    tags: [route.tag],
    ...(route.access === 'public' ? { security: [] } : { security: [{ secret: [] }, { cookie: [] }] }),
    description: describeAccess(route),
    parameters: parametersOf(route),
    ...(route.body !== nothing && { requestBody: requestBodyOf(route) }),
    responses: { ...answersOf(route), ...refusalsOf(route) },
  }
}

function describeAccess(route: Route): string {
  if (route.access === 'public') return 'Needs no sign-in.'
  const who =
    route.access === 'signed-in' ? 'Needs a signed-in person.' : `Needs the permission or scope \`${route.access}\`.`
  return route.audit ? `${who} Audited as \`${route.audit}\`.` : who
}

function parametersOf(route: Route): object[] {
  const given = [...fieldsOf(route.params, 'path'), ...fieldsOf(route.query, 'query')]
  const mayRepeat = route.method !== 'GET' && route.idempotency === 'stored'
  return mayRepeat ? [...given, IDEMPOTENCY_KEY] : given
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and body within 48 hours get the stored reply; another body gets 409.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
}

const objectShape = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
})

function fieldsOf(schema: z.ZodType, place: 'path' | 'query'): object[] {
  const { properties, required } = objectShape.parse(jsonSchemaOf(schema, 'input'))
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: field,
  }))
}

function requestBodyOf(route: Route): object {
  const example = route.example === undefined ? {} : { example: route.example }
  const schema: JsonSchema = route.body === bytes ? BINARY : jsonSchemaOf(route.body, 'input')
  return { required: true, content: Object.fromEntries(route.accepts.map((type) => [type, { schema, ...example }])) }
}

const BINARY: JsonSchema = { type: 'string', contentEncoding: 'binary' }

function answersOf(route: Route): Record<string, object> {
  return Object.fromEntries(
    Object.entries(route.responses).map(([status, schema]) => [status, answerOf(route, schema)]),
  )
}

function answerOf(route: Route, schema: z.ZodType): object {
  const headers = { 'x-request-id': { schema: { type: 'string' } } }
  if (schema === nothing) return { description: 'Done', headers }
  const isRaw = schema === bytes || schema === stream
  const content = isRaw
    ? { [route.produces.split(';')[0] ?? route.produces]: { schema: BINARY } }
    : { 'application/json': { schema: jsonSchemaOf(schema, 'input') } }
  return { description: 'Done', headers, content }
}

const refusalsOf = (route: Route): Record<string, object> =>
  Object.fromEntries(
    errorStatuses(route).map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
  )

const problemSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'request_id'],
      properties: {
        code: { type: 'string', enum: Object.keys(ERRORS) },
        message: { type: 'string' },
        field: { type: 'string', description: 'Path of the field, as in `lines.0.quantity`.' },
        request_id: { type: 'string' },
      },
    },
  },
}

function problemResponses(): Record<string, object> {
  const statuses = [...new Set(Object.values(ERRORS).map((error) => error.status))]
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } }
  return Object.fromEntries(
    statuses.map((status) => [
      `Problem${status}`,
      { description: textsOf(status), content, headers: headersOf(status) },
    ]),
  )
}

const textsOf = (status: number): string =>
  Object.entries(ERRORS)
    .filter(([, error]) => error.status === status)
    .map(([code, error]) => `\`${code}\`: ${error.text}`)
    .join(' ')

const headersOf = (status: number): object => ({
  'x-request-id': { schema: { type: 'string' } },
  ...((status === 429 || status === 503) && { 'retry-after': { schema: { type: 'integer' } } }),
})

const securitySchemes = {
  secret: { type: 'http', scheme: 'bearer', description: 'An API key (`xk_…`) or the token of a sign-in (`xs_…`).' },
  cookie: { type: 'apiKey', in: 'cookie', name: SIGN_IN_COOKIE, description: 'Set by signing in from our own pages.' },
}
