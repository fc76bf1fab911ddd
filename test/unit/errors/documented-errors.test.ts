import { describe, expect, it } from 'vitest';
import { withErrors } from '../../../api/plugins/documented-errors.ts';

const ERROR = { schema: { $ref: '#/components/schemas/Error' } };
const PAGE = { schema: { type: 'string', description: 'A page that says what is wrong' } };
const TEXT = { type: 'string', description: 'Nothing there' };

describe('the errors in the description of a route', () => {
  it('are JSON, whatever else the route answers', () => {
    expect(withErrors({}, { errors: ['not_found'] })).toEqual({
      404: { description: 'Error code: `not_found`', content: { 'application/json': ERROR } },
    });
  });

  it('are pages where they are answered in pages, but for those that are answered before there is a route', () => {
    const described = withErrors({}, {
      answersInPages: true,
      errors: ['launch_invalid', 'headers_too_large', 'body_too_large'],
    }) as Record<string, { content: object }>; // prettier-ignore
    expect(described[400]?.content).toEqual({ 'text/html': PAGE });
    expect(described[431]?.content).toEqual({ 'application/json': ERROR });
    expect(described[413]?.content).toEqual({ 'text/html': PAGE, 'application/json': ERROR });
  });

  it('stand beside an answer of the route with the same status, in its type or in one of their own', () => {
    const described = (own: object) => withErrors({ 404: own }, { errors: ['not_found'] })[404];
    expect(described(TEXT)).toMatchObject({
      description: 'Nothing there. Otherwise Error code: `not_found`',
      content: { 'application/json': { schema: { anyOf: [TEXT, ERROR.schema] } } },
    });
    const asText = { description: 'Nothing there', content: { 'text/html': { schema: TEXT } } };
    expect(described(asText)).toMatchObject({
      content: { 'text/html': { schema: TEXT }, 'application/json': ERROR },
    });
  });

  it('have no body described where one of them, or an answer of the route, has none', () => {
    const bare = withErrors({}, { errors: ['csrf_failed', 'retirement_only'], bareErrors: ['retirement_only'] });
    expect(bare[403]).toEqual({
      type: 'null',
      description: 'Error codes: `csrf_failed`, `retirement_only`; without a body: `retirement_only`',
    });
    expect(withErrors({ 404: { type: 'null' } }, { errors: ['not_found'] })[404]).toMatchObject({ type: 'null' });
  });
});
