import type { NewId } from '@holdfast/kit-base/clock';
import type { JetStreamClient, StoredMsg } from '@nats-io/jetstream';
import type { DeadLetter, DeadLetters } from './bus.ts';
import { type Event, typeOf } from './event.ts';
import type { NatsBusParts } from './natsParts.ts';
import { DEAD_STREAM, deadSubjectOf, EVENTS_STREAM, partitionOf, subjectOf } from './natsStreams.ts';
import { reasonOf } from './retry.ts';

interface Letter {
  readonly consumer: string;
  readonly event: Event;
  readonly error: string;
  readonly attempts: number;
}

/** Stores an event that was given up. */
export async function buryInNats(
  client: JetStreamClient,
  { error, ...dead }: Omit<Letter, 'error'> & { error: unknown },
): Promise<void> {
  const letter: Letter = { ...dead, error: reasonOf(error) };
  await client.publish(deadSubjectOf(dead.consumer), JSON.stringify(letter));
}

export function createNatsDeadLetters({ client, newId }: NatsBusParts): DeadLetters {
  /** The first letter at this place in the stream, or after it. */
  const next = async (seq: number) => {
    const { direct } = await client.jetstreamManager();
    return direct.getMessage(DEAD_STREAM, { seq, next_by_subj: 'holdfast.dead.>' });
  };
  const remove = async (seq: number) => {
    const { streams } = await client.jetstreamManager();
    try {
      return await streams.deleteMessage(DEAD_STREAM, seq);
    } catch (error) {
      // The server has one code for all that can go wrong here.
      if ((await next(seq))?.seq !== seq) return false;
      throw error;
    }
  };
  return {
    count: async () => {
      const { streams } = await client.jetstreamManager();
      return (await streams.info(DEAD_STREAM)).state.messages;
    },
    list: async () => {
      const letters: DeadLetter[] = [];
      for (let message = await next(1); message; message = await next(message.seq + 1)) {
        letters.push({ id: String(message.seq), ...message.json<Letter>(), at: message.time });
      }
      return letters;
    },
    resend: async (id) => {
      if (!/^[1-9]\d{0,15}$/.test(id)) return false;
      const message = await next(Number(id));
      if (message?.seq !== Number(id)) return false;
      await sendAgain(client, message, newId);
      return remove(message.seq);
    },
  };
}

/**
 * Under the letter's own number and time, so that two who send it again at once send it once; the number alone may be another
 * letter's, of a stream that was lost. The server knows ids longer than messages (after a purge, say): what it calls a
 * duplicate of something that is gone was not stored, and is sent under a new id.
 */
async function sendAgain(client: JetStreamClient, message: StoredMsg, newId: NewId): Promise<void> {
  const { consumer, event } = message.json<Letter>();
  const subject = subjectOf(partitionOf(event.subject), consumer, typeOf(event) ?? '*');
  const send = (msgID: string) => client.publish(subject, JSON.stringify(event), { msgID });
  const ack = await send(`dead-${message.seq}-${message.timestamp}`);
  if (!ack.duplicate) return;
  const { streams } = await client.jetstreamManager();
  const stored = await streams.getMessage(EVENTS_STREAM, { seq: ack.seq });
  if (stored?.subject !== subject) await send(`dead-${newId()}`);
}
