/** `npm run keys`: prints a new key pair for a service that signs identities. */
import { newKeyPair } from './secrets.ts';

const { privateKey, publicKey } = newKeyPair();
process.stdout.write(
  `IDENTITY_KEY=${privateKey}\n# for IDENTITY_TRUST of the other services: NAME=${publicKey}\n`,
);
