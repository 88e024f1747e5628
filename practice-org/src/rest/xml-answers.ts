import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../api-error.ts';
import { parseXml, renderXml, type XmlContent } from '../xml-text.ts';

const suffixed = /^(\/services\/data(?:\/v\d\d\.0(?:\/\w+){0,3})?)\.(json|xml)(?=\?|$)/;

/**
 * The address as the routes know it: `…/describe.xml` is `…/describe` with another Accept, and clients whose instance's
 * address ends with a slash begin paths with two. Those that can't send PATCH say so in the address (REST API Developer Guide, "Update a Record").
 */
export function plainUrl(request: IncomingMessage): string {
  const url = (request.url ?? '/').replace(/^\/+/, '/');
  const method = request.method === 'POST' && /[?&]_HttpMethod=(PATCH|DELETE|GET|PUT)\b/i.exec(url)?.[1];
  if (method) request.method = method.toUpperCase();
  const kind = suffixed.exec(url)?.[2];
  if (!kind) return url;
  request.headers.accept = `application/${kind}`;
  return url.replace(suffixed, '$1');
}

/**
 * The REST API in XML: bodies with `Content-Type: application/xml`, answers to who accepts nothing else.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest_resources.htm
 */
export function speakXml(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/xml',
    { parseAs: 'string' },
    async (_request: unknown, text: string | Buffer) => {
      if (text.length === 0) return undefined;
      try {
        const { content } = parseXml(text.toString());
        return Object.fromEntries(Object.entries(content).filter(([name]) => !name.startsWith('@')));
      } catch (error) {
        throw new ApiError(400, 'XML_PARSER_ERROR', (error as Error).message);
      }
    },
  );
  app.addHook('onSend', async (request, reply, payload) => {
    const wanted = /xml/.test(request.headers.accept ?? '') && !/json|\*\/\*/.test(request.headers.accept ?? '');
    const isJson = String(reply.getHeader('content-type')).startsWith('application/json');
    if (!wanted || !isJson || typeof payload !== 'string' || !request.url.startsWith('/services/data')) return payload;
    reply.header('content-type', 'application/xml;charset=UTF-8').removeHeader('content-length');
    return toXml(JSON.parse(payload), request.url);
  });
}

/** The root's name follows from what the answer is. */
function toXml(body: unknown, url: string): string {
  if (Array.isArray(body)) return listXml(body as Record<string, unknown>[]);
  const object = body as Record<string, unknown>;
  return renderXml(rootOf(object, url), contentOf(object));
}

function listXml(list: Record<string, unknown>[]): string {
  const [first] = list;
  if (first && 'errorCode' in first) return renderXml('Errors', { Error: list.map(contentOf) });
  if (first && 'version' in first) return renderXml('Versions', { Version: list.map(contentOf) });
  return renderXml('Results', { Result: list.map(contentOf) });
}

function rootOf(body: Record<string, unknown>, url: string): string {
  const type = (body.attributes as { type?: string } | undefined)?.type;
  if (type) return type;
  if ('records' in body && 'totalSize' in body) return 'QueryResult';
  if ('searchRecords' in body) return 'SearchResults';
  if ('sobjects' in body && 'encoding' in body) return 'DescribeGlobal';
  if ('objectDescribe' in body) return (body.objectDescribe as { name: string }).name;
  if ('fields' in body && 'childRelationships' in body) return 'DescribeSObject';
  if ('DailyApiRequests' in body) return 'LimitsSnapshot';
  return /\/v\d\d\.0\/?(\?|$)/.test(url) ? 'urls' : 'Result';
}

/** A record's type and address are attributes of its element; what is blank says so. */
function contentOf(value: unknown): XmlContent {
  if (value === null) return { '@xsi:nil': 'true', '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance' };
  if (Array.isArray(value)) return value.map(contentOf);
  if (typeof value !== 'object') return value as XmlContent;
  const { attributes = {}, ...fields } = value as Record<string, unknown> & { attributes?: object };
  const own = Object.entries(attributes).map(([name, text]) => [`@${name}`, text]);
  return Object.fromEntries([...own, ...Object.entries(fields).map(([name, field]) => [name, contentOf(field)])]);
}
