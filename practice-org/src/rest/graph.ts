import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { OrgContext } from '../org-context.ts';
import { type Answer, runAllOrNone, runInOrder, type Subrequest } from './composite.ts';
import { sendJson } from './request.ts';

interface Graph {
  graphId: string;
  compositeRequest: Subrequest[];
}

const mostGraphs = 75;
const mostNodes = 500;
const mostFailures = 14;
const halted = {
  errorCode: 'PROCESSING_HALTED',
  message: 'We rolled back the transaction since another operation in the same transaction failed.',
};
const skipped = {
  errorCode: 'PROCESSING_HALTED',
  message: 'Too many graphs have failed; this graph was not processed.',
};

/**
 * Composite requests side by side, each of which is done as a whole or not at all.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_graph_limits.htm
 */
export function registerGraph(routes: FastifyInstance, app: FastifyInstance, org: OrgContext): void {
  routes.post<{ Body: { graphs?: Graph[] } }>('/composite/graph', async (request, reply) => {
    const graphs = request.body?.graphs ?? [];
    checkGraphs(graphs);
    const answers: object[] = [];
    let failures = 0;
    for (const graph of graphs) {
      const compositeResponse = failures > mostFailures ? skip(graph) : await runGraph(app, org, request, graph);
      const isSuccessful = compositeResponse.every(({ httpStatusCode }) => httpStatusCode < 400);
      if (!isSuccessful) failures++;
      answers.push({ graphId: graph.graphId, graphResponse: { compositeResponse }, isSuccessful });
    }
    return sendJson(reply, 200, { graphs: answers });
  });
}

function runGraph(app: FastifyInstance, org: OrgContext, request: FastifyRequest, graph: Graph): Promise<Answer[]> {
  return runAllOrNone(org, halted, () => runInOrder(app, request, graph.compositeRequest));
}

function skip({ compositeRequest }: Graph): Answer[] {
  return compositeRequest.map(({ referenceId }) => ({
    body: [skipped],
    httpHeaders: {},
    httpStatusCode: 400,
    referenceId,
  }));
}

function checkGraphs(graphs: Graph[]): void {
  if (graphs.length === 0) throw new ApiError(400, 'REQUIRED_FIELD_MISSING', 'At least 1 graph is required');
  if (graphs.length > mostGraphs)
    throw new ApiError(400, 'LIMIT_EXCEEDED', `Number of graphs exceeds the limit of ${mostGraphs}`);
  const nodes = graphs.reduce((sum, { compositeRequest = [] }) => sum + compositeRequest.length, 0);
  if (nodes > mostNodes) throw new ApiError(400, 'LIMIT_EXCEEDED', `Number of nodes exceeds the limit of ${mostNodes}`);
  const seen = new Set<string>();
  for (const { graphId, compositeRequest } of graphs) {
    if (!graphId || !Array.isArray(compositeRequest) || compositeRequest.length === 0)
      throw new ApiError(400, 'REQUIRED_FIELD_MISSING', 'A graph needs a graphId and a compositeRequest');
    if (seen.has(graphId)) throw new ApiError(400, 'DUPLICATE_VALUE', `Duplicate graphId: ${graphId}`);
    seen.add(graphId);
  }
}
