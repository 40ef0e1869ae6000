import { join, resolve } from 'node:path';
import { readEnv } from '@holdfast/kit-base/env';
import { createLog } from '@holdfast/kit-base/log';
import { connectProcessBus } from '@holdfast/kit-events/connectBus';
import { migrate } from '@holdfast/kit-postgres/migrate';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import { runProcess } from '@holdfast/kit-process/lifecycle';
import { createMetrics } from '@holdfast/kit-telemetry/metrics';
import { createFileMailer } from './mailer/files.ts';
import { createSmtpMailer } from './mailer/smtp.ts';
import { createNotifications } from './notifications.ts';
import { settingsSchema } from './settings.ts';

const name = 'notifications';

await runProcess(name, async (setLog) => {
  const settings = readEnv(settingsSchema, process.env);
  const { MAIL_FROM: from, EVENTS_URL, SMTP_URL } = settings;
  const log = createLog(name, settings.LOG_LEVEL);
  setLog(log);
  const mailer = SMTP_URL
    ? createSmtpMailer({ url: SMTP_URL, from, log })
    : await createFileMailer(resolve(settings.DATA_DIR, 'mail'), from);
  const metrics = createMetrics(name);
  const database = await connectPostgres({ url: settings.POSTGRES_URL, name, metrics });
  await migrate(database, join(import.meta.dirname, '../migrations'));
  const { server, stop } = await createNotifications({
    connect: () => connectProcessBus({ url: EVENTS_URL, name, log }),
    database,
    mailer,
    clock: () => new Date(),
    log,
    metrics,
    shop: settings.SHOP_URL,
    staff: settings.STAFF_EMAILS,
  });
  const url = await server.listen({ host: settings.HOST, port: settings.PORT });
  log.info({ mailer: mailer.description }, 'mails go to this mailer');
  return {
    url,
    stop: async () => {
      await server.close();
      await stop();
      await mailer.close();
      await database.end();
    },
  };
});
