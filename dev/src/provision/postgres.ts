import { OperatorError } from '@holdfast/kit-base/errors';
import { connectPostgres, type Postgres } from '@holdfast/kit-postgres/postgres';

/**
 * Creates each service's own role and database on a PostgreSQL server, or updates its password. No role can
 * connect to another's database: PUBLIC loses that right, and only the owner keeps it.
 * @param adminUrl the URL of a role that may create roles and databases.
 * @param passwords the passwords by service, from letters, digits, `-` and `_` only.
 * @param prefix the prefix of the names of roles and databases.
 * @returns each service's URL.
 * @throws OperatorError when the server cannot be used, or the role lacks the right.
 */
export async function provisionPostgres<Name extends string>(
  adminUrl: string,
  passwords: Readonly<Record<Name, string>>,
  prefix = 'holdfast',
): Promise<Record<Name, string>> {
  const admin = await connectPostgres({
    url: adminUrl,
    name: 'holdfast-setup',
    setting: 'POSTGRES_URL',
    connections: 1,
  });
  try {
    const urls: [string, string][] = [];
    for (const [service, password] of Object.entries<string>(passwords)) {
      const name = `${prefix}_${service}`;
      await provisionOne(admin, name, password);
      const url = new URL(adminUrl);
      Object.assign(url, { username: name, password, pathname: `/${name}` });
      urls.push([service, url.href]);
    }
    return Object.fromEntries(urls) as Record<Name, string>;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(
      `cannot set up PostgreSQL at ${new URL(adminUrl).host} (${reason}); POSTGRES_URL must name a role that may create roles and databases.`,
      { cause },
    );
  } finally {
    await admin.end();
  }
}

/**
 * Puts names and passwords into the statements unquoted: PostgreSQL accepts no parameters there, and both are
 * checked.
 */
async function provisionOne(admin: Postgres, name: string, password: string): Promise<void> {
  if (!/^\w+$/.test(name) || !/^[\w-]+$/.test(password))
    throw new RangeError('The name or the password has characters that are not allowed.');
  const role = await admin.query('select 1 from pg_roles where rolname = $1', [name]);
  await admin.query(`${role.rows.length > 0 ? 'alter' : 'create'} role ${name} login password '${password}'`);
  // A role that is not a superuser may give a database only to a role that it is a member of.
  const superuser = await admin.query('select 1 from pg_roles where rolname = current_user and rolsuper');
  if (superuser.rows.length === 0) await admin.query(`grant ${name} to current_user`);
  const database = await admin.query('select 1 from pg_database where datname = $1', [name]);
  if (database.rows.length === 0) await admin.query(`create database ${name} owner ${name}`);
  await admin.query(`revoke all on database ${name} from public`);
}
