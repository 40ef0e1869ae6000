import { generateKeyPairSync } from 'node:crypto';
import type { Clock } from '@holdfast/kit-base/clock';
import {
  type Caller,
  createIdentitySigner,
  createIdentityVerifier,
  IDENTITY_HEADER,
  type VerifyIdentity,
} from '@holdfast/kit-base/identity';

export interface TestIdentities {
  /** The verifier for the subgraph under test: it trusts `gateway` and `orders`. */
  readonly verify: VerifyIdentity;
  /** Returns the header that a request of this caller carries. */
  headers(caller: Caller): Promise<Record<string, string>>;
}

/** Creates real keys and tokens for one test. */
export function testIdentities(clock: Clock): TestIdentities {
  const pairs = ['gateway', 'orders'].map((service) => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    return {
      service,
      sign: createIdentitySigner(
        service,
        privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
        clock,
      ),
      trust: `${service}=${publicKey.export({ format: 'der', type: 'spki' }).toString('base64')}`,
    };
  });
  return {
    verify: createIdentityVerifier(pairs.map(({ trust }) => trust).join(','), clock),
    async headers({ service, user }) {
      const pair = pairs.find((candidate) => candidate.service === service);
      if (!pair) throw new Error(`No test identity for ${service}.`);
      return { [IDENTITY_HEADER]: await pair.sign(user) };
    },
  };
}
