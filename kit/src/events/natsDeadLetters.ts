import type { JetStreamClient, StoredMsg } from '@nats-io/jetstream';
import type { DeadLetter, DeadLetters } from './bus.ts';
import { type Event, typeOf } from './event.ts';
import type { NatsBusParts } from './natsParts.ts';
import { DEAD_STREAM, deadSubjectOf, partitionOf, subjectOf } from './natsStreams.ts';
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

export function createNatsDeadLetters({ client }: NatsBusParts): DeadLetters {
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
      await sendAgain(client, message);
      return remove(message.seq);
    },
  };
}

/** Under the letter's own number, so that two who send it again at once send it once. */
async function sendAgain(client: JetStreamClient, message: StoredMsg): Promise<void> {
  const { consumer, event } = message.json<Letter>();
  const subject = subjectOf(partitionOf(event.subject), consumer, typeOf(event) ?? '*');
  await client.publish(subject, JSON.stringify(event), { msgID: `dead-${message.seq}` });
}
