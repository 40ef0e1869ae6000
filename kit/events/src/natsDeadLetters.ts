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

/** Stores a dead letter. */
export async function addNatsDeadLetter(
  client: JetStreamClient,
  { error, ...dead }: Omit<Letter, 'error'> & { error: unknown },
): Promise<void> {
  const letter: Letter = { ...dead, error: reasonOf(error) };
  await client.publish(deadSubjectOf(dead.consumer), JSON.stringify(letter));
}

export function createNatsDeadLetters({ client, newId }: NatsBusParts): DeadLetters {
  /** Returns the first letter at or after a position in the stream. */
  const next = async (seq: number) => {
    const { direct } = await client.jetstreamManager();
    return direct.getMessage(DEAD_STREAM, { seq, next_by_subj: 'holdfast.dead.>' });
  };
  const remove = async (seq: number) => {
    const { streams } = await client.jetstreamManager();
    try {
      return await streams.deleteMessage(DEAD_STREAM, seq);
    } catch (error) {
      // The server has one error code for all failures of this call.
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
      await resendLetter(client, message, newId);
      return remove(message.seq);
    },
  };
}

/**
 * Resends a letter under an id of its number and its time, so that two concurrent resends send it once. The
 * number alone could collide with that of a letter in a stream that was lost. The server remembers ids longer
 * than messages, for example after a purge: when it reports a duplicate of a message that is gone, it has
 * stored nothing, so the letter is sent again under a new id.
 */
async function resendLetter(client: JetStreamClient, message: StoredMsg, newId: NewId): Promise<void> {
  const { consumer, event } = message.json<Letter>();
  const subject = subjectOf(partitionOf(event.subject), consumer, typeOf(event) ?? '*');
  const send = (msgID: string) => client.publish(subject, JSON.stringify(event), { msgID });
  const ack = await send(`dead-${message.seq}-${message.timestamp}`);
  if (!ack.duplicate) return;
  const { streams } = await client.jetstreamManager();
  const stored = await streams.getMessage(EVENTS_STREAM, { seq: ack.seq });
  if (stored?.subject !== subject) await send(`dead-${newId()}`);
}
