/** One refusal as Salesforce words it; also an entry of `errors` in a save result. */
export interface Problem {
  statusCode: string;
  message: string;
  fields: string[];
  /** Of DUPLICATES_DETECTED: what was found. */
  duplicate?: DuplicateResult;
}

export interface DuplicateResult {
  allowSave: boolean;
  duplicateRule: string;
  duplicateRuleEntityType: string;
  errorMessage: string;
  matchResults: {
    entityType: string;
    errors: never[];
    matchEngine: string;
    matchRecords: {
      additionalInformation: never[];
      fieldDiffs: never[];
      matchConfidence: number;
      record: { attributes: { type: string; url: string }; Id: string };
    }[];
    rule: string;
    size: number;
    success: boolean;
  }[];
}

/** Codes whose bodies start with `errorCode` and carry no `fields`, as recorded. */
const codeFirst = new Set([
  'NOT_FOUND',
  'INVALIDJOBSTATE',
  'INVALIDJOB',
  'INVALIDBATCH',
  'API_ERROR',
  'METHOD_NOT_ALLOWED',
]);

/** A refusal of a whole request: an HTTP status and the array that Salesforce sends as its body. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly httpStatus: number;
  readonly errorCode: string;
  /** undefined: the body has no `fields` key at all. */
  readonly fields: string[] | undefined;

  constructor(httpStatus: number, errorCode: string, message: string, fields?: string[]) {
    super(message);
    this.httpStatus = httpStatus;
    this.errorCode = errorCode;
    this.fields = fields;
  }

  /** The response body; the order of its keys is part of the format. */
  body(): object[] {
    const { message, errorCode, fields } = this;
    if (codeFirst.has(errorCode) && !message.startsWith('Provided external ID')) return [{ errorCode, message }];
    return [fields ? { message, errorCode, fields } : { message, errorCode }];
  }
}

/** DUPLICATES_DETECTED has a body of its own, with Salesforce's misspelt key. */
class DuplicatesDetected extends ApiError {
  readonly #found: DuplicateResult;

  constructor(found: DuplicateResult, message: string) {
    super(400, 'DUPLICATES_DETECTED', message);
    this.#found = found;
  }

  override body(): object[] {
    return [{ duplicateResut: this.#found, errorCode: this.errorCode, message: this.message }];
  }
}

export function notFound(): ApiError {
  return new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
}

/** The HTTP status of a refused save when the record stands alone in its request. */
export function statusOfProblem(problem: Problem): number {
  switch (problem.statusCode) {
    case 'NOT_FOUND':
    case 'ENTITY_IS_DELETED':
      return 404;
    case 'INVALID_CROSS_REFERENCE_KEY':
      return problem.fields.length === 0 ? 404 : 400;
    case 'INSUFFICIENT_ACCESS_OR_READONLY':
      return 403;
    default:
      return 400;
  }
}

export function fromProblem(problem: Problem): ApiError {
  if (problem.duplicate) return new DuplicatesDetected(problem.duplicate, problem.message);
  const bare = problem.statusCode === 'INVALID_FIELD' && problem.fields.length === 0;
  return new ApiError(statusOfProblem(problem), problem.statusCode, problem.message, bare ? undefined : problem.fields);
}

/** A problem among the errors of a list's results, which do not tell what a duplicate rule found. */
export function plainProblem({ statusCode, message, fields }: Problem): Problem {
  return { statusCode, message, fields };
}
