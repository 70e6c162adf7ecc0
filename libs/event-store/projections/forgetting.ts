/** Forgets where a projection stands, as if it had never been run: its next rebuild or start begins with empty tables. */
export async function forgetProjection(
  db: { query(sql: string, values?: unknown[]): Promise<unknown> },
  name: string,
): Promise<void> {
  await db.query('delete from projection_state where projection = $1', [name]);
  await db.query('delete from projection_status where name = $1', [name]);
}
