/** What was said of a body; a field set to undefined says nothing. */
export function said<Body>(body: Body): Body {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Body;
}
